import { Minus, Plus } from 'lucide-react';
import styles from './Stepper.module.css';

interface Props {
  /** What is counted, for those who cannot see the words beside it. */
  label: string;
  value: number | null;
  min?: number;
  max: number;
  step?: number;
  /** The word for no limit, which comes after max; without it there is always a number. */
  none?: string;
  onChange: (value: number | null) => void;
}

/** A small number between two buttons. */
export function Stepper({ label, value, min = 0, max, step = 1, none, onChange }: Props) {
  const more =
    value === null || (value >= max && none === undefined)
      ? null
      : value + step > max
        ? 'none'
        : value + step;
  const less = value === null ? max : value <= min ? null : Math.max(min, value - step);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame and cannot lie in a line
    <span role="group" aria-label={label} className={styles.stepper}>
      <button
        type="button"
        className={styles.button}
        aria-label={`${label}: fewer`}
        aria-disabled={less === null}
        onClick={() => less !== null && onChange(less)}
      >
        <Minus size={14} aria-hidden="true" />
      </button>
      <output className={styles.value}>{value ?? none}</output>
      <button
        type="button"
        className={styles.button}
        aria-label={`${label}: more`}
        aria-disabled={more === null}
        onClick={() => more !== null && onChange(more === 'none' ? null : more)}
      >
        <Plus size={14} aria-hidden="true" />
      </button>
    </span>
  );
}
