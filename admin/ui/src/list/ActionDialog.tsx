import { useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import type { Action } from '../api/types.ts';
import { FieldInput } from '../fields/FieldInput.tsx';
import { toWire } from '../fields/wire.ts';
import { text } from '../text/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { iconNamed } from '../ui/Icon.tsx';

interface Props {
  action: Action;
  /** "5 books"; "" where it is about none. */
  what: string;
  busy: boolean;
  error: unknown;
  onRun: (args: Record<string, unknown>) => void;
  onClose: () => void;
}

/** Asks what a custom action wants to know before it runs. */
export function ActionDialog({ action, what, busy, error, onRun, onClose }: Props) {
  const form = action.form ?? [];
  const [given, setGiven] = useState<Record<string, unknown>>(() =>
    Object.fromEntries(form.flatMap((f) => (f.default === undefined ? [] : [[f.name, f.default]]))),
  );
  const errors = errorsOf(error);
  const message = error
    ? messageOf(
        error,
        form.map((field) => field.name),
      )
    : '';

  function submit() {
    if (busy) return;
    const filled = form.flatMap((field) => {
      const value = toWire(field, given[field.name]);
      return value === undefined || value === null || value === '' ? [] : [[field.name, value] as const];
    });
    onRun(Object.fromEntries(filled));
  }

  return (
    <Dialog
      title={what === '' ? action.label : `${action.label} · ${what}`}
      hint={action.confirm ?? action.help}
      icon={iconNamed(action.icon, 'zap')}
      {...((action.tone === 'warn' || action.tone === 'bad') && { tone: action.tone })}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button type="submit" kind="main" busy={busy} data-autofocus={form.length === 0 || undefined}>
            {action.label}
          </Button>
        </>
      }
    >
      {form.map((field, i) => (
        <Field
          key={field.name}
          label={field.label}
          hint={field.help}
          error={errors[field.name]}
          optional={!field.required && field.kind !== 'bool'}
        >
          {(control) => (
            <FieldInput
              {...control}
              autoFocus={i === 0}
              field={field}
              value={given[field.name]}
              onChange={(value) => setGiven((before) => ({ ...before, [field.name]: value }))}
            />
          )}
        </Field>
      ))}
      {message !== '' && <p role="alert">{message}</p>}
    </Dialog>
  );
}
