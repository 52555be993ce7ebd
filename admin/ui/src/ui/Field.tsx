import { type ReactNode, useId } from 'react';
import { text } from '../text/en.ts';
import styles from './Field.module.css';
import { Icon } from './Icon.tsx';

export interface FieldTexts {
  label: string;
  /** Stays visible while typing, as a placeholder would not; gives way to an error. */
  hint?: ReactNode;
  /** What is wrong with it, from the form or from the server. */
  error?: string | undefined;
  optional?: boolean | undefined;
  /** Differs from what is saved: a dot beside the label. */
  changed?: boolean | undefined;
}

/** What the control inside must carry to be tied to its texts. */
export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface Props extends FieldTexts {
  className?: string | undefined;
  children: (control: FieldControl) => ReactNode;
}

/** A labelled control with its hint and error. */
export function Field({ label, hint, error, optional, changed, className, children }: Props) {
  const id = useId();
  const hasError = error !== undefined && error !== '';
  // What is wrong says more than what would be right.
  const hasHint = hint !== undefined && hint !== '' && !hasError;
  return (
    <div className={className}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {optional && <span className={styles.optional}>{text.optional}</span>}
        {changed && <span className={styles.dot} role="img" aria-label={text.changed} />}
      </label>
      {children({
        id,
        'aria-describedby': hasError ? `${id}-error` : hasHint ? `${id}-hint` : undefined,
        'aria-invalid': hasError ? true : undefined,
      })}
      {hasError && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          <Icon name="circle-alert" size={14} />
          {error}
        </p>
      )}
      {hasHint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
