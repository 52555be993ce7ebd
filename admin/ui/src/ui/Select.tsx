import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import styles from './Input.module.css';

/** One of a few, the browser's own list. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cx(styles.wrap, className)}>
      <select {...rest} className={styles.select}>
        {children}
      </select>
      <Icon name="chevron-down" size={14} />
    </span>
  );
}
