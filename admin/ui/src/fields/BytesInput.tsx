import { useId } from 'react';
import { text } from '../text/en.ts';
import { forms } from '../text/forms.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { Icon } from '../ui/Icon.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './BytesInput.module.css';
import type { FieldInputProps } from './FieldInput.tsx';
import { byteCount } from './wire.ts';

/** Bytes, which are brought along and taken away as files. */
export function BytesInput({ field, value, onChange, id, disabled, ...rest }: FieldInputProps) {
  const own = useId();
  const held = typeof value === 'string' ? value : '';
  const input = id ?? own;

  async function bring(file: File | undefined) {
    if (file === undefined) return;
    if (field.max_length && file.size > field.max_length) {
      return void showToast(forms.tooLarge(file.size, field.max_length), { tone: 'danger' });
    }
    onChange(toBase64(new Uint8Array(await file.arrayBuffer())));
  }

  return (
    <div className={styles.row}>
      <span className={styles.size}>{held === '' ? text.none : byteCount(held)}</span>
      <input
        {...rest}
        id={input}
        type="file"
        className="adm-hidden"
        disabled={disabled}
        onChange={(event) => void bring(event.target.files?.[0])}
      />
      {!disabled && (
        <label htmlFor={input} className={buttonClass({ small: true })}>
          <Icon name="upload" />
          {forms.chooseFile}
        </label>
      )}
      {held !== '' && (
        <a
          className={buttonClass({ small: true })}
          href={`data:application/octet-stream;base64,${held}`}
          download={field.name}
        >
          <Icon name="download" />
          {forms.download}
        </a>
      )}
      {held !== '' && !disabled && (field.nullable || !field.required) && (
        <Button small kind="quiet" icon="x" onClick={() => onChange(field.nullable ? null : '')}>
          {text.clear}
        </Button>
      )}
    </div>
  );
}

/** Bytes as the wire has them. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}
