import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import styles from './Field.module.css';

export interface FieldTexts {
  label: string;
  /** Stays visible while typing, as a placeholder would not; gives way to an error. */
  hint?: ReactNode;
  /** What is wrong with it, from the form or from the server. */
  error?: string | undefined;
  optional?: boolean;
}

/** What the control inside must carry to be tied to its texts. */
export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface Props extends FieldTexts {
  children: (control: FieldControl) => ReactNode;
}

/** A labelled control with its hint and error. */
export function Field({ label, hint, error, optional, children }: Props) {
  const id = useId();
  const hasError = error !== undefined && error !== '';
  // What is wrong says more than what would be right.
  const hasHint = hint !== undefined && !hasError;
  const describedBy = [hasHint && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {optional && <span className={styles.optional}>optional</span>}
      </label>
      <div className={styles.box}>
        {children({
          id,
          'aria-describedby': describedBy === '' ? undefined : describedBy,
          'aria-invalid': hasError ? true : undefined,
        })}
      </div>
      {hasError && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          <CircleAlert size={14} aria-hidden="true" />
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
