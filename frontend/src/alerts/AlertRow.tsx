import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Pill } from '../ui/Pill.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './AlertLog.module.css';
import type { Alert } from './alerts.ts';
import { KindIcon } from './KindIcon.tsx';
import { kindFacts } from './kinds.ts';
import { lasting } from './words.ts';

const whySilent = { muted: 'Muted', quiet: 'Quiet hours', cooldown: 'Told a short while before' };

interface Props {
  alert: Alert;
  /** Nobody but admins may. */
  onAcknowledge: (() => void) | undefined;
  busy: boolean;
}

/** One alert: what, of whom, why, and whether somebody took note. */
export function AlertRow({ alert, onAcknowledge, busy }: Props) {
  const open = alert.acknowledged_at === null && alert.silenced === null;
  const { label } = kindFacts[alert.kind];
  return (
    <li className={cx(styles.row, open && styles.open)}>
      <KindIcon kind={alert.kind} quiet={alert.silenced !== null} />
      <div className={styles.what}>
        <p className={styles.head}>
          {alert.character_name === '' ? (
            <strong>{alert.test ? alert.rule_name : label}</strong>
          ) : (
            <Link to="/players/$name" params={{ name: alert.character_name }} className={styles.name}>
              {alert.character_name}
            </Link>
          )}
          {alert.character_name !== '' && <span className={styles.kind}>{label}</span>}
          {alert.test && <Pill tone="info">Test</Pill>}
          {alert.silenced !== null && <Pill>{whySilent[alert.silenced]}</Pill>}
        </p>
        <p className={styles.why}>{alert.why}</p>
        <p className={styles.facts}>
          <Time at={alert.fired_at} /> · rule “{alert.rule_name}”
          {alert.ended_at !== null && alert.since !== null && (
            <> · over after {lasting(between(alert.since, alert.ended_at))}</>
          )}
          {alert.acknowledged_at !== null && <> · noted by {alert.acknowledged_by}</>}
        </p>
      </div>
      {open && onAcknowledge !== undefined && (
        <Button
          small
          icon={Check}
          busy={busy}
          aria-label={`Take note: ${alert.character_name || alert.rule_name}, ${label}`}
          onClick={onAcknowledge}
        >
          Note
        </Button>
      )}
    </li>
  );
}

/** Whole seconds between two times. */
function between(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}
