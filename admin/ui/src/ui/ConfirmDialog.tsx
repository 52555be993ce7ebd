import { type ReactNode, useState } from 'react';
import { text } from '../text/en.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Field } from './Field.tsx';
import { Input } from './Input.tsx';

interface Props {
  title: string;
  /** What will happen, and whether it can be undone. */
  children?: ReactNode;
  /** The verb: "Delete 5 books". */
  confirm: string;
  danger?: boolean;
  /** Must be typed before it can be confirmed, where there is no way back. */
  typed?: string | undefined;
  busy?: boolean | undefined;
  /** It cannot be done now; the children say why. */
  disabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that takes away a lot, or for good. */
export function ConfirmDialog({
  title,
  children,
  confirm,
  danger,
  typed,
  busy,
  disabled = false,
  onConfirm,
  onClose,
}: Props) {
  const [given, setGiven] = useState('');
  const ready = !disabled && (typed === undefined || given.trim() === typed);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      icon={danger ? 'triangle-alert' : 'circle-alert'}
      {...(danger && { tone: 'bad' as const })}
      onSubmit={() => {
        if (ready && !busy) onConfirm();
      }}
      foot={
        <>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button
            type="submit"
            kind={danger ? 'dangerMain' : 'main'}
            disabled={!ready}
            busy={busy}
            data-autofocus={typed === undefined || undefined}
          >
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      {typed !== undefined && (
        <Field label={text.typeToConfirm(typed)}>
          {(control) => (
            <Input
              {...control}
              data-autofocus=""
              value={given}
              onChange={(event) => setGiven(event.target.value)}
            />
          )}
        </Field>
      )}
    </Dialog>
  );
}
