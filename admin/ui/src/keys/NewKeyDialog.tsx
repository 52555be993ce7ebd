import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { errorsOf, messageOf } from '../api/problem.ts';
import { useQueryClient } from '../api/query.ts';
import { text } from '../text/en.ts';
import { roles, keys as words } from '../text/roles.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { Secret } from '../ui/Secret.tsx';
import { Select } from '../ui/Select.tsx';
import styles from './KeysPage.module.css';

const DAY_MS = 86_400_000;

/** Makes an API key, and then shows it once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const { api, meta } = useAdmin();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>([]);
  const [type, setType] = useState('*');
  const [action, setAction] = useState('view');
  const [days, setDays] = useState('90');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [token, setToken] = useState('');
  const errors = errorsOf(error);
  const wrong = Object.entries(errors).find(([key]) => key.startsWith('scopes'))?.[1];
  const actions = type.startsWith('_')
    ? { view: roles.actions.view }
    : {
        ...roles.actions,
        ...Object.fromEntries((meta.actions[type] ?? []).map((a) => [a.name, a.label])),
        '*': words.any,
      };

  async function make() {
    setBusy(true);
    setError(null);
    try {
      const expires = days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
      const { data } = await api.call<{ token: string }>('POST', '/_keys', {
        body: { name, scopes, expires_at: expires },
      });
      void queries.invalidateQueries({ queryKey: ['keys'] });
      setToken(data.token);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  if (token !== '') {
    return (
      <Dialog
        sticky
        title={name}
        icon="key"
        onClose={onClose}
        foot={
          <Button kind="main" onClick={onClose}>
            {words.kept}
          </Button>
        }
      >
        <p>{words.once}</p>
        <Secret label={words.title} value={token} />
      </Dialog>
    );
  }

  const message = error
    ? messageOf(error, [
        'name',
        'expires_at',
        ...Object.keys(errors).filter((key) => key.startsWith('scopes')),
      ])
    : '';
  return (
    <Dialog
      title={words.new}
      hint={words.newHint}
      icon="key"
      onClose={onClose}
      onSubmit={() => !busy && void make()}
      foot={
        <>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button type="submit" kind="main" busy={busy}>
            {text.create}
          </Button>
        </>
      }
    >
      <Field label={words.name} hint={words.nameHint} error={errors.name}>
        {(control) => (
          <Input
            {...control}
            data-autofocus=""
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={words.scopes} error={wrong} hint={scopes.length === 0 ? words.scopesNone : undefined}>
        {(control) => (
          <>
            <div className={styles.pick}>
              <Select
                {...control}
                value={type}
                onChange={(event) => {
                  setType(event.target.value);
                  setAction('view');
                }}
              >
                <option value="*">{roles.all}</option>
                {meta.types.map(({ slug, plural }) => (
                  <option key={slug} value={slug}>
                    {plural}
                  </option>
                ))}
                {meta.features.audit && <option value="_audit">{roles.audit}</option>}
                {meta.features.system && <option value="_system">{roles.system}</option>}
              </Select>
              <Select
                aria-label={words.action}
                value={action}
                onChange={(event) => setAction(event.target.value)}
              >
                {Object.entries(actions).map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
              <Button icon="plus" onClick={() => setScopes([...new Set([...scopes, `${type}:${action}`])])}>
                {words.add}
              </Button>
            </div>
            {scopes.length > 0 && (
              <div className={styles.chosen}>
                {scopes.map((scope) => (
                  <Chip
                    key={scope}
                    label={scope}
                    onRemove={() => setScopes(scopes.filter((one) => one !== scope))}
                  />
                ))}
              </div>
            )}
          </>
        )}
      </Field>
      <Field label={words.expires} error={errors.expires_at}>
        {(control) => (
          <Select {...control} value={days} onChange={(event) => setDays(event.target.value)}>
            {Object.entries(words.expiry)
              .sort(([a], [b]) => Number(a || 1e9) - Number(b || 1e9))
              .map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
          </Select>
        )}
      </Field>
      {message !== '' && <p role="alert">{message}</p>}
    </Dialog>
  );
}
