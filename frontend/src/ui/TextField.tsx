import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';

interface Props extends FieldTexts, Omit<ComponentProps<'input'>, 'id' | 'children'> {
  /** For codes and links. */
  mono?: boolean;
  /** A button inside the field, at its end. */
  tail?: ReactNode;
}

export function TextField({ label, hint, error, optional, mono, tail, className, ...input }: Props) {
  return (
    <Field label={label} hint={hint} error={error} {...(optional && { optional })}>
      {(control) => (
        <>
          <input
            type="text"
            {...input}
            {...control}
            className={cx(
              styles.input,
              mono && styles.mono,
              tail !== undefined && styles.withTail,
              className,
            )}
          />
          {tail !== undefined && <span className={styles.tail}>{tail}</span>}
        </>
      )}
    </Field>
  );
}
