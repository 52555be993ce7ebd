import type { CSSProperties, ReactNode } from 'react';
import { FormError } from '../ui/FormError.tsx';
import type { SuitForm } from './form.ts';
import styles from './GoalsColumn.module.css';
import { thousands } from './numbers.ts';
import { Stepper } from './Stepper.tsx';

interface Props {
  head: ReactNode;
  form: SuitForm;
  onChange: (form: SuitForm) => void;
  /** The most armour that any suit can have; null while nobody knows. */
  reachable: number | null;
  error: string | undefined;
}

const STEP = 20;
/** The scale's end while nobody knows how much can be had. */
const LIKELY_MOST = 4_000;
/** How far the scale goes beyond what can be had, so that its mark is in sight. */
const BEYOND = 1.1;

/** The least armour level that a suit must have, against the most that it could. */
export function ArmourGoal({ head, form, onChange, reachable, error }: Props) {
  const floor = form.armorFloor ?? 0;
  const most = Math.ceil(Math.max((reachable ?? LIKELY_MOST) * BEYOND, floor) / 100) * 100;
  const place = { '--at': `${(floor / most) * 100}%` } as CSSProperties;
  return (
    <>
      <div className={styles.head}>
        {head}
        <span className={styles.value}>{floor === 0 ? 'any' : `≥ ${thousands(floor)}`}</span>
      </div>
      <div className={styles.scale}>
        <input
          type="range"
          className={styles.range}
          style={place}
          aria-label="Least armour level"
          aria-valuetext={floor === 0 ? 'any' : `at least ${floor}`}
          min={0}
          max={most}
          step={STEP}
          value={floor}
          onChange={(event) => {
            const value = Number(event.target.value);
            onChange({ ...form, armorFloor: value === 0 ? null : value });
          }}
        />
        {reachable !== null && (
          <i className={styles.mark} style={{ insetInlineStart: `${(reachable / most) * 100}%` }} />
        )}
      </div>
      {reachable !== null && <span className={styles.reachable}>{thousands(reachable)} reachable</span>}
      {form.weights !== null && (
        <div className={styles.line}>
          An armour level counts
          <Stepper
            label="Weight of an armour level"
            value={form.weights.armor}
            min={0}
            max={100}
            onChange={(armor) =>
              form.weights !== null && onChange({ ...form, weights: { ...form.weights, armor: armor ?? 0 } })
            }
          />
        </div>
      )}
      <FormError text={error ?? ''} />
    </>
  );
}
