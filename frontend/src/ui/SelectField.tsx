import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import styles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';

interface Props extends FieldTexts, Omit<ComponentProps<'select'>, 'id'> {}

export function SelectField({ label, hint, error, optional, className, children, ...select }: Props) {
  return (
    <Field label={label} hint={hint} error={error} {...(optional && { optional })}>
      {(control) => (
        <>
          <select {...select} {...control} className={cx(styles.input, styles.select, className)}>
            {children}
          </select>
          <ChevronDown size={16} className={styles.chevron} aria-hidden="true" />
        </>
      )}
    </Field>
  );
}
