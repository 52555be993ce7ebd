import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Pill.module.css';

interface Props {
  tone?: 'neutral' | 'accent' | 'ok' | 'warn' | 'danger' | 'info';
  /** Colour is never alone. */
  icon?: LucideIcon;
  children: ReactNode;
}

/** A small badge that says a state in a word. */
export function Pill({ tone = 'neutral', icon: Icon, children }: Props) {
  return (
    <span className={cx(styles.pill, styles[tone])}>
      {Icon !== undefined && <Icon size={12} aria-hidden="true" />}
      {children}
    </span>
  );
}
