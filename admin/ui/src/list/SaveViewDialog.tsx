import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import type { View } from '../api/types.ts';
import { useRoles } from '../roles/useRoles.ts';
import { text } from '../text/en.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { Select } from '../ui/Select.tsx';
import styles from './SaveViewDialog.module.css';

interface Props {
  /** The one to rename or share; undefined makes a new one. */
  view: View | undefined;
  busy: boolean;
  error: unknown;
  onSave: (name: string, shared: string[] | 'everyone' | null) => void;
  onClose: () => void;
}

/** Asks what a view is called and who sees it: only me, everyone, or roles, which without the right on roles are mine. */
export function SaveViewDialog({ view, busy, error, onSave, onClose }: Props) {
  const { features, me } = useAdmin().meta;
  const [name, setName] = useState(view?.name ?? '');
  const [who, setWho] = useState(
    view?.shared === 'everyone' ? 'everyone' : view?.shared?.length ? 'roles' : 'me',
  );
  const [chosen, setChosen] = useState<readonly string[]>(Array.isArray(view?.shared) ? view.shared : []);
  const [tried, setTried] = useState(false);
  const all = useRoles();
  const roles = (all.data ?? []).filter(
    ({ name }) => features.roles || me.roles.includes(name) || chosen.includes(name),
  );
  const nameless = name.trim() === '';
  const roleless = who === 'roles' && chosen.length === 0;

  function submit() {
    setTried(true);
    if (nameless || roleless || busy) return;
    onSave(name.trim(), who === 'everyone' ? 'everyone' : who === 'roles' ? [...chosen] : null);
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
      <Field
        label={words.view.name}
        error={tried && nameless ? words.view.nameNeeded : error ? messageOf(error) : ''}
      >
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
      <Field
        label={words.view.shareWith}
        error={tried && roleless ? words.view.roleNeeded : all.isError ? messageOf(all.error) : ''}
      >
        {(control) => (
          <Select {...control} value={who} onChange={(e) => setWho(e.target.value)}>
            <option value="me">{words.view.mine}</option>
            {roles.length > 0 && <option value="roles">{words.view.roles}</option>}
            {(features.roles || view?.shared === 'everyone') && (
              <option value="everyone">{words.view.everyone}</option>
            )}
          </Select>
        )}
      </Field>
      {who === 'roles' && (
        <fieldset className={styles.roles}>
          <legend className="adm-hidden">{words.view.roles}</legend>
          {roles.map(({ name, label }) => (
            <Checkbox
              key={name}
              label={label || name}
              checked={chosen.includes(name)}
              onChange={(e) =>
                setChosen(e.target.checked ? [...chosen, name] : chosen.filter((role) => role !== name))
              }
            />
          ))}
        </fieldset>
      )}
    </Dialog>
  );
}
