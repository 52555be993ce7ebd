import { useState } from 'react';
import { forms } from '../text/forms.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Input } from '../ui/Input.tsx';
import type { FieldInputProps } from './FieldInput.tsx';
import styles from './SecretInput.module.css';

/** A value that is written and never read: empty leaves it as it is. */
export function SecretInput({ field: _, value, onChange, ...rest }: FieldInputProps) {
  const [shown, setShown] = useState(false);
  const typed = typeof value === 'string' ? value : '';
  return (
    <span className={styles.row}>
      <Input
        {...rest}
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        mono
        value={typed}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
      <IconButton
        icon={shown ? 'eye-off' : 'eye'}
        label={shown ? forms.hide : forms.show}
        aria-pressed={shown}
        disabled={rest.disabled}
        onClick={() => setShown(!shown)}
      />
    </span>
  );
}
