import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useAdmin } from '../api/context.ts';
import { errorsOf, messageOf } from '../api/problem.ts';
import { editable, titleOf } from '../api/schema.ts';
import type { Action, Row } from '../api/types.ts';
import { showProblem, useWritten } from '../api/writes.ts';
import { PageHead } from '../app/PageHead.tsx';
import type { TypePageProps } from '../app/pages.ts';
import { text } from '../text/en.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { iconNamed } from '../ui/Icon.tsx';
import type { MenuItem } from '../ui/Menu.tsx';
import { countText, numberText } from '../ui/numbers.ts';
import { useNavigate, useSearch } from '../ui/router.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { changed, type ListAddress, readAddress, writeAddress } from './address.ts';
import { BulkBar } from './BulkBar.tsx';
import { cellEditable } from './CellEditor.tsx';
import { shownColumns, storeColumns, storedColumns } from './columns.ts';
import { EmptyList } from './EmptyList.tsx';
import { ListFoot } from './ListFoot.tsx';
import styles from './ListPage.module.css';
import { readOrder, writeOrder } from './order.ts';
import { storedPageSize, storePageSize } from './pageSize.ts';
import { RowCards } from './RowCards.tsx';
import { RowTable } from './RowTable.tsx';
import { idFilter, type RowsAsked, rowsAsked } from './rowsAsked.ts';
import { wholeFilter } from './series.ts';
import { Toolbar } from './Toolbar.tsx';
import { useBulk } from './useBulk.ts';
import { useCursor } from './useCursor.ts';
import { useCount, useHeldRows, usePage } from './useList.ts';
import { useRowPx } from './useRowPx.ts';
import { useSelection } from './useSelection.ts';
import { useViews } from './useViews.ts';
import { ViewTabs } from './ViewTabs.tsx';

const FilterPanel = lazy(() => import('./FilterPanel.tsx'));
const SeriesChart = lazy(() => import('./SeriesChart.tsx'));
const Dialogs = lazy(() => import('./ListDialogs.tsx'));

/** What a dialog of the list is about. */
export type Asking =
  | { kind: 'edit'; rows: RowsAsked; what: string }
  | { kind: 'delete'; rows: RowsAsked; what: string }
  | { kind: 'action'; rows: RowsAsked | null; what: string; action: Action };

/** No URL is longer, so that every server and proxy takes it. */
const LONGEST_FILTER = 6000;

/** The list of a type. Everything that it shows is in its address. */
export default function ListPage({ type }: TypePageProps) {
  const { api, meta, live } = useAdmin();
  const navigate = useNavigate();
  const address = readAddress(useSearch());
  const views = useViews(type.slug);
  const narrow = useMediaQuery('(max-width: 700px)');
  const rowPx = useRowPx();
  const scroller = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const [filtering, setFiltering] = useState(address.filter !== '');
  const [size, setSize] = useState(storedPageSize);
  const [exact, setExact] = useState('');
  const [asking, setAsking] = useState<Asking | null>(null);
  const written = useWritten();

  const view = views.find((one) => one.id === address.tab);
  const [stored, setStored] = useState(() => storedColumns(meta.me.id, type.slug));
  const chosen = stored ?? view?.columns ?? null;
  const columns = shownColumns(type, chosen);

  const filter = wholeFilter(address, type.time_field);
  const { search, sort } = address;
  const ask = {
    filter,
    search,
    sort,
    after: address.after,
    before: address.before,
    limit: size,
    fields: columns.map((column) => column.name).join(),
  };
  const matching = `${filter}\n${search}`;
  const key = `${type.slug}\n${matching}\n${sort}\n${address.after}\n${address.before}`;
  const page = usePage(type, ask);
  const count = useCount(type, filter, search, exact === matching, !page.isError);
  const held = useHeldRows(type, page, JSON.stringify(ask));
  const { rows } = held;
  const canSelect =
    type.rights.update || type.rights.delete || type.rights.export || type.rights.actions.length > 0;
  const selection = useSelection(rows, matching);
  const selected = selection.all || selection.ids.size > 0;
  const bulk = useBulk(type);
  const presence = useSyncExternalStore(live.subscribe, () => live.presence);
  const editing = [...presence]
    .filter(([row]) => row.startsWith(`${type.slug}/`))
    .map(([, people]) => people);

  const hasPage = type.id.kind !== '' || (type.id.parts?.length ?? 0) > 0;
  const to = hasPage ? (row: Row) => `/${type.slug}/${encodeURIComponent(row.id)}` : undefined;
  const cursor = useCursor({
    rows: rows.length,
    columns: columns.length,
    key,
    scroller,
    rowPx,
    canEdit: (i) => columns[i] !== undefined && cellEditable(type, columns[i]),
    onOpen: (i) => rows[i] !== undefined && to !== undefined && navigate(to(rows[i])),
    onSelect: (i) => rows[i] !== undefined && canSelect && selection.toggle(rows[i].id),
  });

  function go(change: Partial<ListAddress>, replace = false) {
    navigate(`/${type.slug}${writeAddress(changed(address, change))}`, { replace });
  }

  // Another page begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when it is another one
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [key]);

  function named(ids: readonly string[]): string {
    const [only] = ids.length === 1 ? rows.filter((row) => row.id === ids[0]) : [];
    return only === undefined
      ? `${numberText(ids.length)} ${ids.length === 1 ? type.label.toLowerCase() : type.plural.toLowerCase()}`
      : titleOf(only);
  }

  function chosenRows(): { rows: RowsAsked; what: string } {
    const many = count === undefined ? '' : `${countText(count)} `;
    return {
      rows: rowsAsked(selection.ids, selection.all, filter, search),
      what: selection.all ? `${many}${type.plural.toLowerCase()}` : named([...selection.ids]),
    };
  }

  function exportAs(format: string, onlySelected: boolean) {
    const only = onlySelected && !selection.all ? idFilter(selection.ids) : filter;
    if (only.length > LONGEST_FILTER) {
      showToast(words.bulk.tooMany, { tone: 'danger' });
      return;
    }
    const query = { format, filter: only, search: onlySelected ? '' : search, sort, fields: ask.fields };
    location.assign(api.url(`/${type.slug}/_export`, query));
  }

  async function run(asked: Asking, args?: Record<string, unknown>) {
    const action = asked.kind === 'action' ? asked.action.name : asked.kind === 'edit' ? 'update' : 'delete';
    const label =
      asked.kind === 'action' ? asked.action.label : asked.kind === 'edit' ? text.edit : text.delete;
    const answer = await bulk.run(label, action, asked.rows, args);
    setAsking(null);
    if (answer === null) {
      showToast(words.bulk.stopped);
      return;
    }
    const n = answer.changed ?? 0;
    const what = n === 1 ? type.label.toLowerCase() : type.plural.toLowerCase();
    const done =
      asked.kind === 'action'
        ? words.bulk.ran(label, n)
        : asked.kind === 'edit'
          ? words.bulk.changed(n, what)
          : words.bulk.deleted(n, what);
    if (asked.kind === 'delete' || selection.all) selection.clear();
    written(type.slug, done, answer.undo);
  }

  function begin(asked: Asking) {
    // What asks nothing runs at once: it can be undone.
    if (asked.kind === 'action' && !asked.action.form?.length && !asked.action.confirm)
      void run(asked).catch(showProblem);
    else setAsking(asked);
  }

  const actions = (meta.actions[type.slug] ?? []).filter((action) =>
    type.rights.actions.includes(action.name),
  );
  const on = (target: Action['on'][number]) => actions.filter((action) => action.on.includes(target));

  function rowMenu(row: Row): MenuItem[] {
    const one = { rows: { ids: [row.id] }, what: titleOf(row) };
    const items: MenuItem[] = [];
    if (to !== undefined) items.push({ label: words.open, icon: 'file', run: () => navigate(to(row)) });
    for (const action of on('row')) {
      items.push({
        label: action.label,
        icon: iconNamed(action.icon, 'zap'),
        danger: action.tone === 'bad',
        run: () => begin({ kind: 'action', action, ...one }),
      });
    }
    if (type.rights.delete) {
      items.push({
        label: words.deleteDots,
        icon: 'trash-2',
        danger: true,
        apart: true,
        run: () => begin({ kind: 'delete', ...one }),
      });
    }
    return items;
  }

  const { next, prev } = page.data ?? { next: null, prev: null };
  const older = next === null ? undefined : () => go({ after: next });
  const newer = prev === null ? undefined : () => go({ before: prev });
  const current = rows[cursor.row];
  const mayCreate = type.rights.create && editable(type);
  const group = words.group;
  useShortcut('j', words.keys.next, group, () => cursor.move(1));
  useShortcut('k', words.keys.previous, group, () => cursor.move(-1));
  useShortcut(
    'x',
    words.keys.select,
    group,
    () => current !== undefined && canSelect && selection.toggle(current.id),
  );
  useShortcut('a', words.keys.all, group, () => canSelect && selection.togglePage());
  useShortcut(
    'e',
    words.keys.edit,
    group,
    () => cursor.edit(Math.max(0, cursor.row), cursor.column),
    type.rights.update,
  );
  useShortcut(
    'o',
    words.keys.open,
    group,
    () => current !== undefined && to !== undefined && navigate(to(current)),
  );
  useShortcut('/', words.keys.search, group, () => searchBox.current?.focus());
  useShortcut('f', words.keys.filter, group, () => setFiltering(!filtering));
  useShortcut('n', words.keys.create, group, () => navigate(`/${type.slug}/new`), mayCreate);
  useShortcut(']', words.keys.older, group, () => older?.(), older !== undefined);
  useShortcut('[', words.keys.newer, group, () => newer?.(), newer !== undefined);
  useShortcut('.', words.keys.fresh, group, held.show, held.fresh > 0);
  useShortcut(
    '#',
    words.keys.delete,
    group,
    () => begin({ kind: 'delete', ...chosenRows() }),
    selected && type.rights.delete,
  );
  useShortcut('Escape', words.bulk.clear, group, selection.clear, selected);

  const badFilter = page.isError ? (errorsOf(page.error).filter ?? '') : '';
  const empty = rows.length === 0 && page.isSuccess && !page.isPlaceholderData;

  return (
    <div className={styles.page}>
      <PageHead title={type.plural} />
      <Toolbar
        type={type}
        searchBox={searchBox}
        search={search}
        onSearch={(value) => go({ search: value }, true)}
        filtering={filtering}
        filter={address.filter}
        onFiltering={() => setFiltering(!filtering)}
        chosen={chosen}
        onColumns={(names) => {
          setStored(names);
          storeColumns(meta.me.id, type.slug, names);
        }}
        actions={on('none')}
        onAction={(action) => begin({ kind: 'action', action, rows: null, what: '' })}
        onExport={(format) => exportAs(format, false)}
      />
      <div className={cx(styles.scroll, selected && styles.barred)} ref={scroller}>
        <div className={styles.above}>
          <ViewTabs
            type={type}
            views={views}
            address={address}
            columns={stored}
            onTab={(tab) => go({ tab }, true)}
          />
          <Suspense fallback={null}>
            {type.time_field !== undefined && (
              <SeriesChart type={type} address={address} onChange={(change) => go(change, true)} />
            )}
            {filtering && (
              <FilterPanel
                type={type}
                filter={address.filter}
                problem={badFilter}
                onFilter={(next) => go({ filter: next }, true)}
                count={count}
                ms={page.data?.ms}
              />
            )}
          </Suspense>
        </div>
        {page.isError ? (
          <EmptyState icon="triangle-alert" title={words.empty.failed} why={messageOf(page.error)}>
            <Button icon="refresh-cw" onClick={() => void page.refetch()}>
              {text.retry}
            </Button>
            {(address.after !== '' || address.before !== '') && (
              <Button onClick={() => go({}, true)}>{words.empty.first}</Button>
            )}
          </EmptyState>
        ) : empty ? (
          <EmptyList type={type} address={address} onChange={(change) => go(change, true)} />
        ) : page.isPending ? (
          <Waiting />
        ) : narrow ? (
          <RowCards
            type={type}
            rows={rows}
            columns={columns}
            gone={held.gone}
            selection={canSelect ? selection : null}
            presence={presence}
            to={to}
            menu={rowMenu}
          />
        ) : (
          <RowTable
            type={type}
            rows={rows}
            columns={columns}
            gone={held.gone}
            order={readOrder(sort || (type.order ?? []).join())}
            onOrder={(order) => go({ sort: writeOrder(order) }, true)}
            selection={canSelect ? selection : null}
            cursor={cursor}
            scroller={scroller}
            rowPx={rowPx}
            presence={presence}
            to={to}
            menu={rowMenu}
          />
        )}
      </div>
      {(selected || bulk.running !== null) && (
        <BulkBar
          type={type}
          selection={selection}
          count={count}
          more={
            rows.length > 0 &&
            rows.every((row) => selection.ids.has(row.id)) &&
            (next !== null || prev !== null)
          }
          actions={on(selection.all ? 'filter' : 'selection')}
          running={bulk.running}
          onAction={(action) => begin({ kind: 'action', action, ...chosenRows() })}
          onEdit={() => begin({ kind: 'edit', ...chosenRows() })}
          onExport={(format) => exportAs(format, true)}
          onDelete={() => begin({ kind: 'delete', ...chosenRows() })}
        />
      )}
      <ListFoot
        type={type}
        rows={rows.length}
        first={address.after === '' && address.before === ''}
        count={count}
        onExact={() => setExact(matching)}
        size={size}
        onSize={(n) => {
          setSize(n);
          storePageSize(n);
          go({}, true);
        }}
        editing={editing}
        fresh={held.fresh}
        onFresh={held.show}
        onNewer={newer}
        onOlder={older}
      />
      <Suspense>
        {asking !== null && <Dialogs type={type} asking={asking} run={run} onClose={() => setAsking(null)} />}
      </Suspense>
    </div>
  );
}

/** Rows on their way. */
function Waiting() {
  return (
    <div className={styles.waiting} aria-busy="true">
      <span className="adm-hidden">{text.loading}</span>
      {Array.from({ length: 12 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <Skeleton key={i} width={`${95 - ((i * 17) % 40)}%`} />
      ))}
    </div>
  );
}
