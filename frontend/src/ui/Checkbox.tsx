import { type ComponentProps, useId } from 'react';
import styles from './Checkbox.module.css';

interface Props extends Omit<ComponentProps<'input'>, 'id' | 'type'> {
  label: string;
  hint?: string;
}

export function Checkbox({ label, hint, ...input }: Props) {
  const id = useId();
  return (
    <label className={styles.row} htmlFor={id}>
      <input
        {...input}
        id={id}
        type="checkbox"
        className={styles.box}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      <span id={`${id}-label`} className={styles.label}>
        {label}
      </span>
      {hint !== undefined && (
        <span id={`${id}-hint`} className={styles.hint}>
          {hint}
        </span>
      )}
    </label>
  );
}
