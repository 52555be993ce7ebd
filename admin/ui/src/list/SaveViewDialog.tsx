import { useState } from 'react';
import { messageOf } from '../api/problem.ts';
import type { View } from '../api/types.ts';
import { text } from '../text/en.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { Select } from '../ui/Select.tsx';

interface Props {
  /** The one to rename or share; undefined makes a new one. */
  view: View | undefined;
  busy: boolean;
  error: unknown;
  onSave: (name: string, shared: string[] | 'everyone' | null) => void;
  onClose: () => void;
}

/** Asks what a view is called and who sees it. */
export function SaveViewDialog({ view, busy, error, onSave, onClose }: Props) {
  const [name, setName] = useState(view?.name ?? '');
  const [who, setWho] = useState(
    view?.shared === 'everyone' ? 'everyone' : view?.shared?.length ? 'roles' : 'me',
  );
  const [roles, setRoles] = useState(Array.isArray(view?.shared) ? view.shared.join(', ') : '');
  const [tried, setTried] = useState(false);
  const missing = tried && name.trim() === '' ? words.view.nameNeeded : '';

  function submit() {
    setTried(true);
    if (name.trim() === '' || busy) return;
    const names = roles.split(',').map((role) => role.trim());
    onSave(
      name.trim(),
      who === 'everyone' ? 'everyone' : who === 'roles' ? names.filter((role) => role !== '') : null,
    );
  }

  return (
    <Dialog
      title={view === undefined ? words.view.title : words.view.editTitle}
      hint={view === undefined ? words.view.hint : undefined}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button type="submit" kind="main" busy={busy}>
            {text.save}
          </Button>
        </>
      }
    >
      <Field label={words.view.name} error={missing || (error ? messageOf(error) : '')}>
        {(control) => (
          <Input
            {...control}
            data-autofocus=""
            maxLength={80}
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
        )}
      </Field>
      <Field label={words.view.shareWith}>
        {(control) => (
          <Select {...control} value={who} onChange={(e) => setWho(e.target.value)}>
            <option value="me">{words.view.mine}</option>
            <option value="roles">{words.view.roles}</option>
            <option value="everyone">{words.view.everyone}</option>
          </Select>
        )}
      </Field>
      {who === 'roles' && (
        <Field label={words.view.roles} hint={words.view.rolesHint}>
          {(control) => <Input {...control} value={roles} onChange={(e) => setRoles(e.target.value)} />}
        </Field>
      )}
    </Dialog>
  );
}
