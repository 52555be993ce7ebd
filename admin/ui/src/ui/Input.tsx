import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import styles from './Input.module.css';

interface Props extends ComponentProps<'input'> {
  /** For codes, ids and links. */
  mono?: boolean | undefined;
  /** Shown after the value: "min". */
  unit?: string | undefined;
}

/** A line of text. */
export function Input({ mono, unit, className, ...rest }: Props) {
  const input = (
    <input
      type="text"
      autoComplete="off"
      {...rest}
      className={cx(styles.input, mono && styles.mono, className)}
    />
  );
  if (!unit) return input;
  return (
    <span className={styles.wrap}>
      {input}
      <span className={styles.unit} aria-hidden="true">
        {unit}
      </span>
    </span>
  );
}
