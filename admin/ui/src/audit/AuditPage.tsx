import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { typeOf } from '../api/schema.ts';
import { usePages } from '../api/usePages.ts';
import { PageHead } from '../app/PageHead.tsx';
import { fromLocal, toLocal } from '../fields/wire.ts';
import { audit as words } from '../text/audit.ts';
import { text } from '../text/en.ts';
import { history } from '../text/history.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { useNavigate, useSearch } from '../ui/router.tsx';
import { Select } from '../ui/Select.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { AuditEntry, type Logged } from './AuditEntry.tsx';
import styles from './AuditPage.module.css';

const FILTERS = ['actor', 'type', 'action', 'from', 'to'] as const;

/** Every write: who, when, what; with what it changed and the way back. */
export default function AuditPage() {
  const { api, meta } = useAdmin();
  const search = useSearch();
  const navigate = useNavigate();
  const params = new URLSearchParams(search);
  const filter = Object.fromEntries(FILTERS.map((name) => [name, params.get(name) ?? '']));
  const [actor, setActor] = useState(filter.actor ?? '');
  const log = usePages<Logged>(['audit', filter], (after, signal) =>
    api.get('/_audit', { ...filter, after, limit: 50 }, signal),
  );

  function set(name: string, value: string) {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    navigate(`/audit${next.size > 0 ? `?${next}` : ''}`, { replace: true });
  }

  const choose = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <Field label={label}>
      {(control) => (
        <Select {...control} value={filter[name]} onChange={(event) => set(name, event.target.value)}>
          <option value="">{words.any}</option>
          {options.map(([value, name_]) => (
            <option key={value} value={value}>
              {name_}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
  const time = (name: 'from' | 'to', label: string) => (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          value={toLocal(filter[name]).slice(0, 16)}
          onChange={(event) => set(name, fromLocal(event.target.value) ?? '')}
        />
      )}
    </Field>
  );

  return (
    <>
      <PageHead title={words.title} />
      <div className={styles.page}>
        <form
          className={styles.filters}
          onSubmit={(event) => {
            event.preventDefault();
            set('actor', actor.trim());
          }}
        >
          <Field label={words.who}>
            {(control) => (
              <Input
                {...control}
                placeholder={words.whoHint}
                value={actor}
                onChange={(event) => setActor(event.target.value)}
                onBlur={() => set('actor', actor.trim())}
              />
            )}
          </Field>
          {choose('type', words.type, [
            ...meta.types.map((type) => [type.slug, type.plural] as const),
            ...Object.entries(words.special).map(([value, [, label]]) => [value, label] as const),
          ])}
          {choose('action', words.action, Object.entries(words.actions))}
          {time('from', words.from)}
          {time('to', words.to)}
          {search !== '' && (
            <Button
              kind="quiet"
              icon="x"
              onClick={() => {
                setActor('');
                navigate('/audit', { replace: true });
              }}
            >
              {text.clear}
            </Button>
          )}
        </form>
        {log.isPending && <Skeleton height="120px" />}
        {Boolean(log.error) && <p role="alert">{messageOf(log.error)}</p>}
        {!log.isPending && !log.error && log.items.length === 0 && (
          <EmptyState icon="history" title={words.none} why={words.noneWhy} />
        )}
        <ol className={styles.log} aria-busy={log.isPending}>
          {log.items.map((entry) => (
            <AuditEntry
              key={entry.change}
              entry={entry}
              type={typeOf(meta, entry.type)}
              onActor={() => {
                setActor(entry.by.id);
                set('actor', entry.by.id);
              }}
            />
          ))}
        </ol>
        {log.hasMore && (
          <Button small kind="quiet" busy={log.isLoadingMore} onClick={log.more}>
            {history.older}
          </Button>
        )}
      </div>
    </>
  );
}
