import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import styles from './Checkbox.module.css';
import { cx } from './cx.ts';

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'ref'> {
  /** Beside it; a box without one needs aria-label. */
  label?: ReactNode;
  hint?: string | undefined;
  /** Some of what it stands for are on. */
  partly?: boolean | undefined;
  /** Drawn as a switch. */
  toggle?: boolean | undefined;
}

export function Checkbox({ label, hint, partly = false, toggle, className, ...input }: Props) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current !== null) ref.current.indeterminate = partly;
  }, [partly]);
  const box = <input {...input} ref={ref} type="checkbox" className={toggle ? styles.toggle : styles.box} />;
  if (label === undefined) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is in it
    <label className={cx(styles.row, className)}>
      {box}
      <span>
        {label}
        {hint !== undefined && hint !== '' && <span className={styles.hint}>{hint}</span>}
      </span>
    </label>
  );
}
