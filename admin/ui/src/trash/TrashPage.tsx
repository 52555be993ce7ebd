import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { fieldOf, titleOf } from '../api/schema.ts';
import type { Row } from '../api/types.ts';
import { usePages } from '../api/usePages.ts';
import { showProblem, useWritten } from '../api/writes.ts';
import { PageHead } from '../app/PageHead.tsx';
import type { TypePageProps } from '../app/pages.ts';
import { useRested } from '../fields/useLookup.ts';
import { ValueView } from '../fields/ValueView.tsx';
import { useBulk } from '../list/useBulk.ts';
import { history } from '../text/history.ts';
import { trash as words } from '../text/trash.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Input } from '../ui/Input.tsx';
import { Link } from '../ui/router.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './TrashPage.module.css';

/** What was deleted and can be taken back. */
export default function TrashPage({ type }: TypePageProps) {
  const { api } = useAdmin();
  const written = useWritten();
  const bulk = useBulk(type);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [purging, setPurging] = useState(false);
  const search = useRested(query.trim());
  const at = type.soft_delete ?? '';
  const rows = usePages<Row>(['rows', type.slug, 'trash', search], (after, signal) =>
    api.get(`/${type.slug}`, { trash: 1, search, after, sort: `-${at}`, limit: 100 }, signal),
  );
  const shown = type.columns.filter((name) => !type.title.includes(name) && fieldOf(type, name)).slice(0, 3);
  const ids = rows.items.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const what = `${ids.length} ${(ids.length === 1 ? type.label : type.plural).toLowerCase()}`;

  async function run(action: 'restore' | 'purge') {
    try {
      const answer = await bulk.run('', action, { ids });
      if (answer !== null) {
        written(type.slug, action === 'restore' ? words.restored(what) : words.purged(what), answer.undo);
        setChosen(new Set());
      }
    } catch (error) {
      showProblem(error);
    }
    setPurging(false);
  }

  function choose(id: string, on: boolean) {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  }

  return (
    <>
      <PageHead title={words.title} above={[{ label: type.plural, to: `/${type.slug}` }]} />
      <div className={styles.page}>
        <div className={styles.bar}>
          <Input
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {ids.length > 0 && type.rights.delete && (
            <>
              <span role="status">{words.selected(ids.length)}</span>
              <Button
                kind="main"
                icon="undo-2"
                busy={bulk.running !== null}
                onClick={() => void run('restore')}
              >
                {words.restore}
              </Button>
              <Button kind="danger" icon="trash-2" onClick={() => setPurging(true)}>
                {words.purge}
              </Button>
            </>
          )}
        </div>
        {Boolean(rows.error) && <p role="alert">{messageOf(rows.error)}</p>}
        {!rows.isPending && rows.items.length === 0 && !rows.error && (
          <EmptyState icon="trash-2" title={words.empty} why={words.emptyWhy} />
        )}
        {rows.items.length > 0 && (
          <Table
            caption={words.title}
            columns={[
              { label: '' },
              { label: type.label },
              ...shown.map((name) => ({ label: fieldOf(type, name)?.label ?? name })),
              { label: words.deleted },
            ]}
          >
            {rows.items.map((row) => (
              <tr key={row.id}>
                <td className={styles.box}>
                  <Checkbox
                    aria-label={words.row(titleOf(row))}
                    checked={chosen.has(row.id)}
                    onChange={(event) => choose(row.id, event.target.checked)}
                  />
                </td>
                <th scope="row">
                  <Link href={`/${type.slug}/${encodeURIComponent(row.id)}`}>{titleOf(row)}</Link>
                </th>
                {shown.map((name) => {
                  const field = fieldOf(type, name);
                  return <td key={name}>{field && <ValueView field={field} value={row[name]} />}</td>;
                })}
                <td>
                  <Time at={row[at] as string} />
                </td>
              </tr>
            ))}
          </Table>
        )}
        {rows.hasMore && (
          <Button small kind="quiet" busy={rows.isLoadingMore} onClick={rows.more}>
            {history.older}
          </Button>
        )}
      </div>
      {purging && (
        <ConfirmDialog
          danger
          title={words.purgeTitle(what)}
          confirm={words.purgeNow(what)}
          typed={String(ids.length)}
          busy={bulk.running !== null}
          onConfirm={() => void run('purge')}
          onClose={() => setPurging(false)}
        >
          <p>{words.purgeWhy}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
