import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { cx } from './cx.ts';
import styles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';
import { IconButton } from './IconButton.tsx';

interface Props extends FieldTexts, Omit<ComponentProps<'input'>, 'id' | 'type' | 'children'> {
  /** Which password it is, so that a password keeper knows. */
  autoComplete: 'current-password' | 'new-password';
}

export function PasswordField({ label, hint, error, optional, className, ...input }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} {...(optional && { optional })}>
      {(control) => (
        <>
          <input
            spellCheck={false}
            autoCapitalize="off"
            {...input}
            {...control}
            type={shown ? 'text' : 'password'}
            className={cx(styles.input, styles.withTail, className)}
          />
          <span className={styles.tail}>
            <IconButton
              icon={shown ? EyeOff : Eye}
              label={shown ? `Hide ${label.toLowerCase()}` : `Show ${label.toLowerCase()}`}
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
            />
          </span>
        </>
      )}
    </Field>
  );
}
