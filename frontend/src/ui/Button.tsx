import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { type ButtonKind, buttonClass } from './buttonClass.ts';

interface Props extends ComponentProps<'button'> {
  /** main is the one action of a page or dialog. */
  kind?: ButtonKind;
  icon?: LucideIcon;
  small?: boolean;
  wide?: boolean;
  /** Its work is under way: says so and takes no second press, but keeps the focus. */
  busy?: boolean;
}

export function Button({ kind, icon: Icon, small, wide, busy, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass({ kind, small, wide, className })}
      aria-disabled={busy || rest['aria-disabled']}
      aria-busy={busy}
      onClick={
        busy
          ? (event) => {
              // A submit button would send its form again.
              event.preventDefault();
            }
          : rest.onClick
      }
    >
      {busy ? (
        <span className={styles.spinner} aria-hidden="true" />
      ) : (
        Icon !== undefined && <Icon size={16} aria-hidden="true" />
      )}
      {children}
    </button>
  );
}
