import { useEffect } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { useQuery } from '../api/query.ts';
import { titleOf } from '../api/schema.ts';
import type { Page, Ref, Row } from '../api/types.ts';
import { FieldInput } from '../fields/FieldInput.tsx';
import { RefInput } from '../fields/RefInput.tsx';
import { ValueView } from '../fields/ValueView.tsx';
import { idFilter } from '../list/rowsAsked.ts';
import { edit as words } from '../text/edit.ts';
import { text } from '../text/en.ts';
import { forms } from '../text/forms.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { countText } from '../ui/numbers.ts';
import { Link } from '../ui/router.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import { type ChildEdits, childColumns, editChild, editFresh, type Inline, strike } from './children.ts';
import { defaultsOf, type Item, valuesOf, writable } from './form.ts';
import styles from './InlineTable.module.css';
import { RefLink } from './RefLink.tsx';

interface Props {
  inline: Inline;
  /** The row that they belong to; null while it is not there yet. */
  parent: string | null;
  edits: ChildEdits;
  onEdits: (edits: ChildEdits) => void;
}

/** How many children a page shows; more are for their own list. */
const SHOWN = 100;

/** The rows that an edge leads to, edited in their places and saved with the row that has them. */
export function InlineTable({ inline, parent, edits, onEdits }: Props) {
  const { api } = useAdmin();
  const { edge, type, inverse } = inline;
  const filter = parent === null ? '' : idFilter([parent]).replace(/^id/, inverse);
  const page = useQuery({
    queryKey: ['rows', type.slug, 'children', filter],
    queryFn: ({ signal }) =>
      api.get<Page>(`/${type.slug}`, { filter, etag: 1, limit: SHOWN, sort: 'id', count: 'capped' }, signal),
    enabled: parent !== null,
    staleTime: 0,
  });
  const rows = page.data?.items ?? [];
  const columns = childColumns(inline);
  const fresh = edits.fresh.length;
  const struck = Object.keys(edits.struck).length;
  const count = page.data?.count ?? { value: rows.length, capped: false };

  // A row that somebody else changed is edited on from how it is now.
  useEffect(() => {
    const moved = (page.data?.items ?? []).filter((row) => {
      const edit = edits.changed[row.id] ?? (edits.struck[row.id] && { row: edits.struck[row.id] as Row });
      return edit !== undefined && edit.row._etag !== row._etag;
    });
    if (moved.length === 0) return;
    const next = { changed: { ...edits.changed }, struck: { ...edits.struck } };
    for (const row of moved) {
      const edit = next.changed[row.id];
      if (edit !== undefined) next.changed[row.id] = { ...edit, row };
      if (next.struck[row.id] !== undefined) next.struck[row.id] = row;
    }
    onEdits({ ...edits, ...next });
  }, [page.data, edits, onEdits]);

  function cell(
    item: Item,
    key: string,
    base: Record<string, unknown>,
    draft: Record<string, unknown>,
    on: (value: unknown) => void,
    creating: boolean,
  ) {
    const { field, label } = item;
    const value = valuesOf(base, draft)[item.name];
    const error = edits.errors[key]?.[item.name] ?? (field?.edge && edits.errors[key]?.[field.edge]);
    const own = Object.hasOwn(draft, item.name);
    if (Object.hasOwn(edits.struck, key) || !writable(type, item, creating)) {
      return (
        <td key={item.name}>
          {field !== undefined ? (
            <ValueView field={field} value={value} />
          ) : (
            ((value as Ref | null)?.label ?? '–')
          )}
        </td>
      );
    }
    return (
      <td
        key={item.name}
        className={cx(styles.cell, own && !creating && styles.changed, styles[field?.kind ?? 'edge'])}
      >
        {field !== undefined ? (
          <FieldInput
            aria-label={label}
            aria-invalid={error ? true : undefined}
            field={field}
            value={value}
            onChange={on}
          />
        ) : (
          <RefInput
            label={label}
            invalid={Boolean(error)}
            edge={item.edge}
            value={value as Ref | null}
            onChange={on}
          />
        )}
        {error && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
      </td>
    );
  }

  const wrong = (key: string) => {
    const error = edits.errors[key]?.[''];
    return error === undefined ? null : (
      <p role="alert" className={styles.error}>
        {error}
      </p>
    );
  };

  return (
    <section className={styles.section} aria-label={edge.label}>
      <div className={styles.head}>
        <h2>{edge.label}</h2>
        <span className={styles.count}>
          {page.data !== undefined || parent === null
            ? words.children.count(count.value + fresh, fresh, struck)
            : ''}
        </span>
        {type.rights.create && (
          <Button
            small
            icon="plus"
            onClick={() =>
              onEdits({ ...edits, fresh: [...edits.fresh, { key: `new-${crypto.randomUUID()}`, draft: {} }] })
            }
          >
            {words.addRow}
          </Button>
        )}
      </div>
      {page.isPending && parent !== null && <Skeleton height="60px" />}
      {page.isError && <p role="alert">{messageOf(page.error)}</p>}
      {rows.length + fresh > 0 && (
        <Table
          caption={edge.label}
          className={styles.table}
          columns={[...columns.map(({ label }) => ({ label })), { label: text.delete, kind: 'end' }]}
        >
          {rows.map((row) => {
            const gone = Object.hasOwn(edits.struck, row.id);
            const draft = edits.changed[row.id]?.draft ?? {};
            return (
              <tr key={row.id} className={gone ? styles.struck : undefined}>
                {columns.map((item) =>
                  cell(
                    item,
                    row.id,
                    row,
                    draft,
                    (value) => onEdits(editChild(type, edits, row, item.name, value)),
                    false,
                  ),
                )}
                <td className={styles.end}>
                  {wrong(row.id)}
                  <RefLink slug={type.slug} to={{ id: row.id, label: titleOf(row) }} />
                  {type.rights.delete && (
                    <IconButton
                      icon={gone ? 'undo-2' : 'trash-2'}
                      label={gone ? forms.putBack(titleOf(row)) : words.children.strike(titleOf(row))}
                      onClick={() => onEdits(strike(edits, row, !gone))}
                    />
                  )}
                </td>
              </tr>
            );
          })}
          {edits.fresh.map(({ key, draft }) => (
            <tr key={key} className={styles.fresh}>
              {columns.map((item) =>
                cell(
                  item,
                  key,
                  defaultsOf(type),
                  draft,
                  (value) => onEdits(editFresh(type, edits, key, item.name, value)),
                  true,
                ),
              )}
              <td className={styles.end}>
                {wrong(key)}
                <IconButton
                  icon="x"
                  label={words.children.drop}
                  onClick={() => onEdits({ ...edits, fresh: edits.fresh.filter((row) => row.key !== key) })}
                />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {page.data !== undefined && rows.length + fresh === 0 && (
        <p className={styles.count}>{words.children.none}</p>
      )}
      {page.data?.next && (
        <Link href={`/${type.slug}?filter=${encodeURIComponent(filter)}`} className={styles.more}>
          {words.children.more(countText(count), type.plural.toLowerCase())}
        </Link>
      )}
    </section>
  );
}
