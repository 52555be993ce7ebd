import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Pill.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'accent';

interface Props {
  tone?: Tone | undefined;
  children: ReactNode;
}

/** A small badge that says a state in a word. */
export function Pill({ tone, children }: Props) {
  return <span className={cx(styles.pill, tone && styles[tone])}>{children}</span>;
}
