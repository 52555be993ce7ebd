import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { type ButtonKind, buttonClass } from './buttonClass.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.gen.ts';

interface Props extends ComponentProps<'button'> {
  /** main is the one action of a page or dialog; danger is an action that takes something away, and dangerMain the one that does it. */
  kind?: ButtonKind;
  icon?: IconName;
  small?: boolean;
  /** Its work is under way: says so and takes no second press, but keeps the focus. */
  busy?: boolean | undefined;
}

export function Button({ kind, icon, small, busy, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass({ kind, small, className })}
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
        icon !== undefined && <Icon name={icon} />
      )}
      {children}
    </button>
  );
}
