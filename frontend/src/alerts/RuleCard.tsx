import { BellOff, FlaskConical, Pencil, Power, Trash2 } from 'lucide-react';
import { cx } from '../ui/cx.ts';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Time } from '../ui/Time.tsx';
import type { Rule } from './alerts.ts';
import { KindIcon } from './KindIcon.tsx';
import styles from './RuleCard.module.css';
import { sentence } from './words.ts';

export type RuleAction =
  | 'edit'
  | 'test'
  | 'mute-1'
  | 'mute-8'
  | 'mute-until'
  | 'unmute'
  | 'switch'
  | 'remove';

interface Props {
  rule: Rule;
  /** Nobody but admins may. */
  onAct: ((action: RuleAction) => void) | undefined;
}

/** Whether a rule is muted at the moment. */
export function isMuted(rule: Rule, nowMs: number): boolean {
  return rule.muted_until !== null && Date.parse(rule.muted_until) > nowMs;
}

/** One rule in a plain sentence. */
export function RuleCard({ rule, onAct }: Props) {
  const muted = isMuted(rule, Date.now());
  const off = !rule.enabled || muted;
  return (
    <li className={cx(styles.card, off && styles.off)}>
      <KindIcon kind={rule.kind} quiet={off} />
      <div className={styles.what}>
        <p className={styles.head}>
          <strong>{rule.name}</strong>
          {!rule.enabled && <Pill icon={Power}>Off</Pill>}
          {rule.enabled && muted && (
            <Pill icon={BellOff}>
              Muted, ends <Time at={rule.muted_until} ahead />
            </Pill>
          )}
        </p>
        <p>{sentence(rule)}</p>
        <p className={styles.facts}>
          {rule.post ? 'Here and on Discord' : 'Here only'} · fired <Time at={rule.last_fired_at} />
        </p>
      </div>
      {onAct !== undefined && <Menu label={`Actions for ${rule.name}`} items={actions(rule, muted, onAct)} />}
    </li>
  );
}

function actions(rule: Rule, muted: boolean, act: (action: RuleAction) => void): MenuItem[] {
  const mutes: MenuItem[] = muted
    ? [{ label: 'Unmute', icon: BellOff, run: () => act('unmute') }]
    : [
        { label: 'Mute for 1 h', icon: BellOff, run: () => act('mute-1') },
        { label: 'Mute for 8 h', icon: BellOff, run: () => act('mute-8') },
        { label: 'Mute until…', icon: BellOff, run: () => act('mute-until') },
      ];
  return [
    { label: 'Change…', icon: Pencil, run: () => act('edit') },
    { label: 'Fire a test', icon: FlaskConical, run: () => act('test') },
    ...mutes,
    { label: rule.enabled ? 'Switch off' : 'Switch on', icon: Power, run: () => act('switch') },
    { label: 'Remove…', icon: Trash2, danger: true, apart: true, run: () => act('remove') },
  ];
}
