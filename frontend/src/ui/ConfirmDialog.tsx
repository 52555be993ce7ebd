import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import styles from './ConfirmDialog.module.css';
import { Dialog } from './Dialog.tsx';
import { DialogFoot } from './DialogFoot.tsx';
import { FormError } from './FormError.tsx';
import { TextField } from './TextField.tsx';

interface Props {
  title: string;
  /** What will happen, and whether it can be undone. */
  text: ReactNode;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  /** Must be typed first: for what cannot be undone. */
  typed?: string;
  busy: boolean;
  error: string;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({
  title,
  text,
  action,
  danger,
  typed,
  busy,
  error,
  onConfirm,
  onClose,
}: Props) {
  const [entry, setEntry] = useState('');
  const ready = typed === undefined || entry.trim() === typed;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (ready && !busy) onConfirm();
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.text}>{text}</div>
        {typed !== undefined && (
          <TextField
            label={`Type ${typed} to confirm`}
            value={entry}
            onChange={(event) => setEntry(event.target.value)}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        <FormError text={error} />
        <DialogFoot>
          {/* The way back has the focus where nothing is typed: Enter pressed too soon does no harm. */}
          <Button onClick={onClose} data-autofocus={typed === undefined || undefined}>
            Cancel
          </Button>
          <Button type="submit" kind={danger ? 'dangerMain' : 'main'} busy={busy} disabled={!ready}>
            {action}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
