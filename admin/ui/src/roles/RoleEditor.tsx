import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { errorsOf, messageOf } from '../api/problem.ts';
import { useQueryClient } from '../api/query.ts';
import { showProblem } from '../api/writes.ts';
import { useLeaveGuard } from '../edit/useLeaveGuard.ts';
import { edit } from '../text/edit.ts';
import { text } from '../text/en.ts';
import { roles as words } from '../text/roles.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { Pill } from '../ui/Pill.tsx';
import { showToast } from '../ui/toasts.ts';
import { GrantTable } from './GrantTable.tsx';
import type { Grant, Role } from './grants.ts';
import { RoleMembers } from './RoleMembers.tsx';
import styles from './RolesPage.module.css';

interface Props {
  role: Role;
  /** It is not there yet. */
  fresh: boolean;
  onCopy: () => void;
  /** The name of the role to show then; "" where it is gone. */
  onSaved: (name: string) => void;
}

/** One role: what it allows, and who has it. */
export function RoleEditor({ role, fresh, onCopy, onSaved }: Props) {
  const { api } = useAdmin();
  const queries = useQueryClient();
  const [name, setName] = useState(role.name);
  const [label, setLabel] = useState(role.label);
  const [grants, setGrants] = useState<readonly Grant[]>(role.grants ?? []);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const dirty = fresh || label !== role.label || grants !== (role.grants ?? grants);
  const guard = useLeaveGuard(dirty && !role.built_in);
  const sent = grants.filter((grant) => grant.actions.length > 0);

  async function save() {
    setBusy(true);
    setErrors({});
    try {
      await api.call('PUT', `/_roles/${encodeURIComponent(name)}`, { body: { label, grants: sent } });
      guard.release();
      await queries.invalidateQueries({ queryKey: ['roles'] });
      void queries.invalidateQueries({ queryKey: ['meta'] });
      setGrants(sent);
      showToast(words.saved(label || name), { tone: 'ok' });
      onSaved(name);
    } catch (error) {
      setErrors(errorsOf(error));
      const unseen = messageOf(error, [
        'name',
        'label',
        ...Object.keys(errorsOf(error)).filter((key) => key.startsWith('grants[')),
      ]);
      if (unseen !== '') showToast(unseen, { tone: 'danger' });
    } finally {
      setBusy(false);
    }
  }

  async function remove() {
    setBusy(true);
    try {
      await api.call('DELETE', `/_roles/${encodeURIComponent(role.name)}`);
      await queries.invalidateQueries({ queryKey: ['roles'] });
      showToast(words.deleted(role.label || role.name), { tone: 'ok' });
      onSaved('');
    } catch (error) {
      showProblem(error);
      setBusy(false);
      setDeleting(false);
    }
  }

  return (
    <form
      className={styles.editor}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !role.built_in) void save();
      }}
    >
      <header className={styles.head}>
        <h2>{fresh ? words.new : role.label || role.name}</h2>
        {role.built_in && <Pill>{words.builtIn}</Pill>}
        {dirty && !role.built_in && <Pill tone="accent">{words.unsaved}</Pill>}
        <span className={styles.space} />
        {!fresh && (
          <Button small icon="copy" onClick={onCopy}>
            {words.copy}
          </Button>
        )}
      </header>
      {role.built_in ? (
        <p className={styles.weak}>{words.builtInHint}</p>
      ) : (
        <div className={styles.names}>
          {fresh && (
            <Field label={words.name} hint={words.nameHint} error={errors.name}>
              {(control) => (
                <Input {...control} mono value={name} onChange={(event) => setName(event.target.value)} />
              )}
            </Field>
          )}
          <Field label={words.label} error={errors.label}>
            {(control) => (
              <Input {...control} value={label} onChange={(event) => setLabel(event.target.value)} />
            )}
          </Field>
        </div>
      )}
      <GrantTable
        grants={grants}
        sent={sent}
        errors={errors}
        disabled={role.built_in}
        onChange={(next) => {
          setGrants(next);
          setErrors({});
        }}
      />
      {!role.built_in && (
        <footer className={styles.foot}>
          <Button type="submit" kind="main" busy={busy} disabled={!dirty}>
            {words.save}
          </Button>
          {fresh ? (
            <Button kind="quiet" onClick={() => onSaved('')}>
              {text.cancel}
            </Button>
          ) : (
            <Button kind="danger" icon="trash-2" onClick={() => setDeleting(true)}>
              {words.deleteDots}
            </Button>
          )}
        </footer>
      )}
      {!fresh && <RoleMembers role={role} />}
      {deleting && (
        <ConfirmDialog
          danger
          title={words.deleteTitle(role.label || role.name)}
          confirm={text.delete}
          typed={role.name}
          busy={busy}
          onConfirm={() => void remove()}
          onClose={() => setDeleting(false)}
        >
          <p>{words.deleteWhy}</p>
        </ConfirmDialog>
      )}
      {guard.asked && (
        <ConfirmDialog
          danger
          title={edit.leaveTitle}
          confirm={edit.leave}
          onConfirm={guard.leave}
          onClose={guard.stay}
        >
          <p>{edit.leaveWhy(1)}</p>
        </ConfirmDialog>
      )}
    </form>
  );
}
