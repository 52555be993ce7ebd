import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import type { Person, Type } from '../api/types.ts';
import { usePages } from '../api/usePages.ts';
import { showProblem, useWritten } from '../api/writes.ts';
import { DiffView } from '../history/DiffView.tsx';
import type { Diff } from '../history/diff.ts';
import { audit as words } from '../text/audit.ts';
import { text } from '../text/en.ts';
import { history } from '../text/history.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { Link } from '../ui/router.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './AuditPage.module.css';

type Author = Person & { via?: string; key_id?: string; impersonator?: Person | null };

/** One write as the log has it. */
export interface Logged {
  change: string;
  at: string;
  by: Author;
  action: string;
  type: string;
  rows: number;
  /** Takes it back, while that works and for whom it may. */
  undo?: string;
  undone_at?: string | null;
  undone_by?: string;
  note?: string;
}

interface LoggedRow {
  id: string;
  label: string;
  action: string;
  type: string;
  revision: number;
  diff: Diff;
  secret_fields?: string[] | null;
}

const tones: Record<string, Tone> = {
  create: 'good',
  delete: 'bad',
  purge: 'bad',
  undo: 'warn',
  revert: 'warn',
  update: 'info',
};

interface Props {
  entry: Logged;
  type: Type | undefined;
  /** Asks for all of this person's writes. */
  onActor: () => void;
}

/** A line of the log, which opens to what it changed in which row. */
export function AuditEntry({ entry, type, onActor }: Props) {
  const { api } = useAdmin();
  const written = useWritten();
  const [open, setOpen] = useState(false);
  const { by } = entry;
  const [one, many] = type
    ? [type.label, type.plural]
    : (words.special[entry.type] ?? [entry.type, entry.type]);
  const what = entry.rows === 1 ? one : many;

  async function undo() {
    try {
      const { data } = await api.call<{ undo?: string }>(
        'POST',
        `/_undo/${encodeURIComponent(entry.undo ?? '')}`,
      );
      written(entry.type, text.undone, data.undo);
    } catch (error) {
      showProblem(error);
    }
  }

  return (
    <li className={styles.entry}>
      <div className={styles.line}>
        <button
          type="button"
          className={styles.opener}
          aria-expanded={open}
          aria-label={words.show}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        </button>
        <Pill tone={tones[entry.action]}>
          {words.actions[entry.action] ?? entry.action.replaceAll('_', ' ')}
        </Pill>
        <span className={styles.what}>
          {words.rowsOf(entry.rows, /^\p{Lu}{2}/u.test(what) ? what : what.toLowerCase())}
          {entry.note && <span> · {entry.note}</span>}
          {entry.undone_at && <span> · {words.undone(entry.undone_by ?? '')}</span>}
        </span>
        <button type="button" className={styles.who} onClick={onActor}>
          {by.impersonator ? history.by(by.name, by.impersonator.name) : by.name}
          {by.via === 'key' && ` · ${history.viaKey}`}
        </button>
        <Time at={entry.at} />
        {entry.undo && !entry.undone_at && (
          <Button small icon="undo-2" onClick={() => void undo()}>
            {text.undo}
          </Button>
        )}
      </div>
      {open && <Rows change={entry.change} type={type} />}
    </li>
  );
}

/** The rows of a write, each with what changed in it. */
function Rows({ change, type }: { change: string; type: Type | undefined }) {
  const { api, meta } = useAdmin();
  const rows = usePages<LoggedRow>(['audit', 'rows', change], (after, signal) =>
    api.get(`/_audit/${encodeURIComponent(change)}`, { after, limit: 20 }, signal),
  );
  return (
    <div className={styles.rows} aria-busy={rows.isPending}>
      {rows.isPending && <Skeleton />}
      {Boolean(rows.error) && <p role="alert">{messageOf(rows.error)}</p>}
      {rows.items.map((row) => {
        const of = row.type === type?.slug ? type : meta.types.find(({ slug }) => slug === row.type);
        return (
          <section key={`${row.type} ${row.id} ${row.revision}`} aria-label={row.label || row.id}>
            <p>
              {of ? (
                <Link href={`/${of.slug}/${encodeURIComponent(row.id)}`}>{row.label || row.id}</Link>
              ) : (
                row.label || row.id
              )}
              {of !== type && of && ` · ${of.label}`}
            </p>
            <DiffView type={of} diff={row.diff} secret={row.secret_fields ?? []} />
          </section>
        );
      })}
      {rows.hasMore && (
        <Button small kind="quiet" busy={rows.isLoadingMore} onClick={rows.more}>
          {history.older}
        </Button>
      )}
    </div>
  );
}
