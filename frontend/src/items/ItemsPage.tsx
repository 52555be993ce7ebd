import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import {
  Columns2,
  Download,
  LayoutGrid,
  ListFilter,
  Rows3,
  Shield,
  SlidersHorizontal,
  Star,
} from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { ApiError, messageOf } from '../api/problem.ts';
import { formatCount } from '../live/age.ts';
import { useHeld } from '../live/useHeld.ts';
import { useTypedFilter } from '../live/useTypedFilter.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { MOST_COMPARED, readCompared, readSort, writeCompared, writeSort } from './address.ts';
import { BuildPanel } from './BuildPanel.tsx';
import { CompareTray } from './CompareTray.tsx';
import { columnsFor } from './columns.ts';
import { Facets } from './Facets.tsx';
import { choiceFacets, valuesOfFacet } from './facetFields.ts';
import { ItemPopup } from './ItemPopup.tsx';
import styles from './ItemsPage.module.css';
import { ItemTable } from './ItemTable.tsx';
import { ItemTiles } from './ItemTiles.tsx';
import type { Item } from './item.ts';
import { holdersQuery } from './lists.ts';
import { NoItems } from './NoItems.tsx';
import { narrowings } from './narrow.ts';
import { Popover } from './Popover.tsx';
import { QueryBar } from './QueryBar.tsx';
import { QueryLine } from './QueryLine.tsx';
import { fileAddress, searchQuery } from './queries.ts';
import { type Fault, faultOf, meantAt, spanAt } from './query/check.ts';
import { fieldNamed } from './query/fields.ts';
import { FIELDS, SLOTS } from './query/table.ts';
import { SavePanel } from './SavePanel.tsx';
import { SortPicker } from './SortPicker.tsx';
import type { ItemsSearch } from './search.ts';
import { slotValue } from './slots.ts';
import { useLists } from './useLists.ts';
import { useMorePages } from './useMorePages.ts';
import { useSettled } from './useSettled.ts';

const route = getRouteApi('/items');
const CHOICES = choiceFacets(FIELDS);
const LEVEL = fieldNamed(FIELDS, 'al');
/** A fault is told when the typing has paused for so long: what is half typed is not wrong yet. */
const FAULT_AFTER_MS = 600;

/** Every item of every character: searched by a line of text, which the facets beside it write too. */
export function ItemsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: { [key in keyof ItemsSearch]?: string | undefined }) =>
    void navigate({ search: (now) => ({ ...now, ...part }) as ItemsSearch, replace: true });
  const [query, setQuery] = useTypedFilter(search.q, (q) => change({ q }));
  const sort = useMemo(() => readSort(search.sort), [search.sort]);
  const compared = useMemo(() => readCompared(search.cmp), [search.cmp]);
  const [open, setOpen] = useState<{ item: Item; anchor: Element } | null>(null);
  const [sheet, setSheet] = useState<'facets' | 'compare' | null>(null);
  const small = useMediaQuery('(max-width: 767.98px)');
  const input = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLElement>(null);
  const faultId = useId();
  const lists = useLists();
  const holders = useQuery(holdersQuery).data;
  const characters = useMemo(() => (holders ?? []).map(({ character_name: name }) => name), [holders]);

  const typed = query.trim();
  const asked = (search.q ?? '').trim();
  const found = useInfiniteQuery({
    ...searchQuery(asked, sort),
    enabled: faultOf(asked, FIELDS) === null,
  });
  const local = useMemo(() => faultOf(query, FIELDS), [query]);
  const settled = useSettled(query, FAULT_AFTER_MS);
  const refused = typed === asked ? refusalOf(query, found.error) : null;
  const fault = refused ?? (settled === query ? local : null);

  // What was found last stays in sight while the query is at fault.
  const pages = useHeld(found.data?.pages, found.data === undefined);
  const [head] = pages ?? [];
  const items = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const columns = useMemo(() => columnsFor(head?.items ?? []), [head]);
  const total = head?.total ?? 0;
  const stale = found.isPlaceholderData || found.data === undefined || typed !== asked || local !== null;
  const narrow = useMemo(
    () =>
      stale || total < 2
        ? []
        : narrowings(
            query,
            total,
            CHOICES.filter(({ name }) => name !== 'class' && name !== 'character').map((facet) => ({
              field: facet.field,
              values: valuesOfFacet(facet, head?.facets?.[facet.name]),
            })),
          ),
    [query, total, head, stale],
  );
  const tiles = small || search.view === 'grid';

  useMorePages(results, found.hasNextPage && !found.isFetching && !stale, () => void found.fetchNextPage());
  // Another search begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked is what matters
  useEffect(() => {
    if (results.current) results.current.scrollTop = 0;
  }, [asked, search.sort]);

  const focusResults = () =>
    results.current?.querySelector<HTMLElement>('[data-handle][tabindex="0"]')?.focus();
  useShortcut('/', 'Search the items', 'Items', () => {
    input.current?.focus();
    input.current?.select();
  });
  useShortcut('Escape', 'Back to the search', 'Items', () => input.current?.focus(), open === null && !small);

  function compare(id: number) {
    const next = compared.includes(id)
      ? compared.filter((one) => one !== id)
      : [...compared, id].slice(-MOST_COMPARED);
    change({ cmp: writeCompared(next) });
  }

  function step(by: -1 | 1) {
    const at = items.findIndex(({ id }) => id === open?.item.id);
    const item = items[at + by];
    const anchor = results.current?.querySelector(`[data-item="${item?.id}"] [data-handle]`);
    if (at < 0 || item === undefined || !anchor) return;
    anchor.scrollIntoView({ block: 'nearest' });
    setOpen({ item, anchor });
  }

  const facets = (
    <Facets query={query} onQuery={setQuery} facets={head?.facets} choices={CHOICES} level={LEVEL} />
  );
  const tray = (
    <CompareTray
      ids={compared}
      onRemove={compare}
      onClear={() => {
        change({ cmp: undefined });
        setSheet(null);
      }}
      wearer={search.vs ?? ''}
      onWearer={(vs) => change({ vs: vs === '' ? undefined : vs })}
      characters={characters}
    />
  );
  const resultProps = {
    items,
    total: Math.max(total, items.length),
    scroller: results,
    compared,
    opened: open?.item.id ?? null,
    onOpen: (item: Item, anchor: Element) => setOpen({ item, anchor }),
    onCompare: compare,
  };

  return (
    <div className={styles.page}>
      <PageHead title="Items">
        {holders !== undefined && (
          <span className={styles.sum}>
            {formatCount(holders.reduce((sum, one) => sum + one.item_count, 0))} pieces on {holders.length}{' '}
            {holders.length === 1 ? 'character' : 'characters'}
          </span>
        )}
      </PageHead>
      <div className={styles.top}>
        <QueryLine
          ref={input}
          value={query}
          onChange={setQuery}
          fields={FIELDS}
          lists={lists}
          fault={fault}
          faultId={faultId}
          onLeave={focusResults}
        >
          <span className={styles.found} role="status">
            {head !== undefined && !stale && (
              <>
                <strong>
                  {formatCount(total)}
                  {head.total_capped && '+'}
                </strong>{' '}
                found <span className={styles.took}>· {Math.max(1, Math.round(head.tookMs))} ms</span>
              </>
            )}
          </span>
          <Popover icon={Star} label="Save">
            {(close) => <SavePanel query={typed} onQuery={setQuery} onClose={close} />}
          </Popover>
          <Popover icon={ListFilter} label="Build">
            {(close) => (
              <BuildPanel
                query={query}
                onQuery={setQuery}
                fields={FIELDS}
                lists={lists}
                characters={characters}
                slots={SLOTS}
                onClose={close}
              />
            )}
          </Popover>
        </QueryLine>
        <div className={styles.bar}>
          <QueryBar
            query={query}
            onQuery={setQuery}
            fields={FIELDS}
            fault={fault}
            faultId={faultId}
            narrowings={narrow}
          />
          <div className={styles.tools}>
            {small && (
              <>
                <Button icon={SlidersHorizontal} onClick={() => setSheet('facets')}>
                  Filter
                </Button>
                <span className={styles.found}>{head !== undefined && `${formatCount(total)} found`}</span>
                {compared.length > 0 && (
                  <Button icon={Columns2} onClick={() => setSheet('compare')}>
                    Compare {compared.length}
                  </Button>
                )}
              </>
            )}
            <SortPicker fields={FIELDS} sort={sort} onSort={(next) => change({ sort: writeSort(next) })} />
            {!small && (
              <>
                <Segmented
                  label="View"
                  value={tiles ? 'grid' : 'table'}
                  options={VIEWS}
                  onChange={(view) => change({ view: view === 'grid' ? view : undefined })}
                />
                <a
                  className={buttonClass({ small: true, icon: true })}
                  href={fileAddress(asked, sort)}
                  download
                  aria-label="Save what was found as a CSV file"
                  title="Save as a CSV file"
                >
                  <Download size={16} aria-hidden="true" />
                </a>
              </>
            )}
          </div>
        </div>
      </div>
      <div className={cx(styles.columns, compared.length > 0 && !small && styles.withTray)}>
        {!small && (
          <aside className={styles.side} aria-label="Filters">
            {facets}
          </aside>
        )}
        <section
          ref={results}
          className={cx(styles.results, stale && styles.stale)}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label="Results"
          aria-busy={found.isFetching}
        >
          {found.isError && refused === null ? (
            <EmptyState title="The search failed" why={messageOf(found.error)}>
              <Button onClick={() => void found.refetch()}>Try again</Button>
            </EmptyState>
          ) : head === undefined ? (
            <Coming />
          ) : items.length === 0 ? (
            <NoItems
              query={typed}
              onQuery={setQuery}
              closest={head.closest ?? []}
              known={holders === undefined || holders.length > 0}
            />
          ) : tiles ? (
            <ItemTiles {...resultProps} />
          ) : (
            <ItemTable
              {...resultProps}
              columns={columns}
              sort={sort}
              onSort={(next) => change({ sort: writeSort(next) })}
            />
          )}
        </section>
        {compared.length > 0 && !small && <aside className={styles.tray}>{tray}</aside>}
      </div>
      {sheet !== null && small && (
        <Dialog title={sheet === 'facets' ? 'Filter' : 'Compare'} onClose={() => setSheet(null)}>
          {sheet === 'facets' ? facets : tray}
          {sheet === 'facets' && (
            <Button kind="main" wide onClick={() => setSheet(null)}>
              Show {formatCount(total)}
            </Button>
          )}
        </Dialog>
      )}
      {open !== null && (
        <ItemPopup
          id={open.item.id}
          anchor={open.anchor}
          known={open.item}
          onClose={() => setOpen(null)}
          onStep={step}
        >
          <Button
            small
            icon={Columns2}
            aria-pressed={compared.includes(open.item.id)}
            onClick={() => compare(open.item.id)}
          >
            {compared.includes(open.item.id) ? 'Compared' : 'Compare'}
          </Button>
          {open.item.slots[0] !== undefined && (
            <Link
              to="/suits"
              search={{ lock: `${open.item.id}:${open.item.slots[0]}` }}
              className={buttonClass({ small: true })}
            >
              <Shield size={16} aria-hidden="true" />
              Build around
            </Link>
          )}
          {open.item.slots[0] !== undefined && open.item.armor_level !== null && (
            <Button
              kind="quiet"
              small
              onClick={() => {
                setQuery(`slot:${slotValue(open.item.slots[0] ?? '')} al:>${open.item.armor_level}`);
                setOpen(null);
              }}
            >
              Find better
            </Button>
          )}
        </ItemPopup>
      )}
    </div>
  );
}

const VIEWS = [
  { value: 'table', label: 'Table', icon: Rows3 },
  { value: 'grid', label: 'Grid', icon: LayoutGrid },
] as const;

function Coming() {
  return (
    <div className={styles.coming}>
      {Array.from({ length: 12 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <Skeleton key={i} height="20px" />
      ))}
    </div>
  );
}

/** What the server found wrong with a query that looked right here; null for other failures. */
function refusalOf(query: string, error: unknown): Fault | null {
  if (!(error instanceof ApiError) || error.problem.status !== 422) return null;
  const { at, errors, detail } = error.problem;
  const { from, to } = at !== null && at.to > at.from ? at : spanAt(query, at?.from ?? query.length);
  const fix = meantAt(query, { from, to }, FIELDS);
  return { from, to, message: errors.q ?? detail, ...(fix !== undefined && { fix }) };
}
