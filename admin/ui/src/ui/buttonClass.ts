import styles from './Button.module.css';
import { cx } from './cx.ts';

export type ButtonKind = 'main' | 'plain' | 'quiet' | 'danger' | 'dangerMain';

interface Look {
  kind?: ButtonKind | undefined;
  small?: boolean | undefined;
  /** Square, for an icon alone. */
  icon?: boolean | undefined;
  className?: string | undefined;
}

/** The look of a button, for links that are to look like one. */
export function buttonClass({ kind = 'plain', small, icon, className }: Look = {}): string {
  return cx(styles.button, styles[kind], small && styles.small, icon && styles.icon, className);
}
