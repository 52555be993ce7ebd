import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import styles from './Input.module.css';

interface Props extends ComponentProps<'textarea'> {
  mono?: boolean | undefined;
}

export function TextArea({ mono, className, ...rest }: Props) {
  return <textarea rows={4} {...rest} className={cx(styles.input, mono && styles.mono, className)} />;
}
