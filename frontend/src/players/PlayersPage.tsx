import { getRouteApi } from '@tanstack/react-router';
import { Download, Search, X } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { FILTER_HELP, readFilter } from '../live/filter.ts';
import { useDay } from '../live/useDay.ts';
import { useHeld } from '../live/useHeld.ts';
import { usePlayers } from '../live/usePlayers.ts';
import { useTypedFilter } from '../live/useTypedFilter.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { saveText } from '../ui/saveText.ts';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { playersCsv } from './csv.ts';
import { DensityPicker } from './DensityPicker.tsx';
import { HourSeriesStore } from './hourSeries.ts';
import { Nobody } from './Nobody.tsx';
import { inScope, moved, orderPlayers } from './order.ts';
import { PlayerCards } from './PlayerCards.tsx';
import { PlayerSums } from './PlayerSums.tsx';
import styles from './PlayersPage.module.css';
import { PlayerTable } from './PlayerTable.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import {
  FIRST_SORT,
  type PlayersSearch,
  readColumns,
  readSort,
  SCOPES,
  type Scope,
  writeColumns,
  writeSort,
} from './search.ts';

const route = getRouteApi('/players/');
const SCOPE_WORDS: Record<Scope, string> = {
  all: 'All',
  online: 'Online',
  hunting: 'Hunting',
  town: 'Town',
  attention: 'Attention',
  offline: 'Offline',
};

/** Every character the server knows, as a table, or as cards on a phone. */
export function PlayersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const players = usePlayers();
  const day = useDay();
  const [hours] = useState(
    () =>
      new HourSeriesStore(
        (path) => fetch(path, { headers: { Accept: 'application/json' } }),
        () => Date.now(),
      ),
  );
  const [pointed, setPointed] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const small = useMediaQuery('(max-width: 767.98px)');
  const input = useRef<HTMLInputElement>(null);
  const change = (part: Partial<PlayersSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const [query, setQuery] = useTypedFilter(search.q, (q) => change({ q }));
  const scope = search.scope ?? 'online';
  const sort = useMemo(() => readSort(search.sort) ?? FIRST_SORT, [search.sort]);
  const columns = useMemo(() => readColumns(search.cols), [search.cols]);
  useShortcut('/', 'Filter the players', 'Players', () => input.current?.focus());

  const filter = useMemo(() => readFilter(query), [query]);
  const found = useMemo(
    () => (filter.test === null ? players : players.filter(filter.test)),
    [players, filter],
  );
  const shown = useMemo(() => found.filter((player) => inScope(player, scope)), [found, scope]);
  const fresh = useMemo(() => orderPlayers(shown, sort, day), [shown, sort, day]);
  // What one asks for is done at once; only the world's own changes wait.
  const key = `${scope} ${writeSort(sort)} ${query}`;
  const held = useHeld({ names: fresh, key }, pointed);
  const order = held.key === key ? held.names : fresh;
  const waiting = pointed ? moved(order, fresh) : 0;
  const byName = useMemo(() => new Map(players.map((player) => [player.name, player])), [players]);
  const rows = order.flatMap((name) => byName.get(name) ?? []);
  const ticked = rows.filter(({ name }) => selected.has(name));

  const select = useCallback((name: string, on: boolean) => {
    setSelected((now) => {
      const next = new Set(now);
      if (on) next.add(name);
      else next.delete(name);
      return next;
    });
  }, []);
  useShortcut(
    'Escape',
    'Select nobody',
    'Players',
    () => {
      // The same press closes an open menu, and that is enough.
      if (document.querySelector(':popover-open') === null) setSelected(new Set());
    },
    ticked.length > 0,
  );

  function download() {
    const name = `players-${new Date().toISOString().slice(0, 16).replace(':', '')}.csv`;
    saveText(name, 'text/csv', playersCsv(rows, columns, day));
  }

  return (
    <div className={styles.page}>
      <PageHead title="Players" />
      <div className={styles.bar}>
        <search className={styles.filter}>
          <Search size={16} aria-hidden="true" />
          <input
            ref={input}
            type="text"
            aria-label="Filter players"
            placeholder="Name, is:hunting, kph:>300, near:Holtburg"
            title={FILTER_HELP}
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
          />
          <span className={styles.found} role="status">
            {filter.unknown.length > 0
              ? `${filter.unknown[0]} is no filter`
              : query !== '' && `${found.length} of ${players.length}`}
          </span>
          {query !== '' && (
            <button type="button" aria-label="Clear the filter" onClick={() => setQuery('')}>
              <X size={16} aria-hidden="true" />
            </button>
          )}
        </search>
        {!small && (
          <>
            <ColumnsMenu
              columns={columns}
              onChange={(next) => change({ cols: next === null ? undefined : writeColumns(next) })}
            />
            <DensityPicker />
            <Button icon={Download} disabled={rows.length === 0} onClick={download}>
              CSV
            </Button>
          </>
        )}
      </div>
      <div className={styles.scopes}>
        <div className={styles.tabs} role="radiogroup" aria-label="Which players">
          {SCOPES.map((each) => {
            const count = found.filter((player) => inScope(player, each)).length;
            return (
              <label key={each} className={styles.tab}>
                <input
                  type="radio"
                  name="scope"
                  checked={each === scope}
                  onChange={() => change({ scope: each === 'online' ? undefined : each })}
                />
                {each === 'attention' && count > 0 && (
                  <X size={14} strokeWidth={3} className={styles.cross} aria-hidden="true" />
                )}
                {SCOPE_WORDS[each]} <span className={styles.count}>{count}</span>
              </label>
            );
          })}
        </div>
        <PlayerSums players={shown} day={day} />
      </div>
      {rows.length === 0 ? (
        <Nobody known={players.length} query={query} scope={scope} onClear={() => setQuery('')} />
      ) : small ? (
        <PlayerCards
          players={rows}
          hours={hours}
          sort={sort}
          onSort={(next) => change({ sort: writeSort(next) })}
        />
      ) : (
        <PlayerTable
          players={rows}
          columns={columns}
          day={day}
          hours={hours}
          sort={sort}
          onSort={(next) => change({ sort: writeSort(next) })}
          selected={selected}
          onSelect={select}
          onSelectAll={(on) => setSelected(new Set(on ? order : []))}
          onPointed={setPointed}
        />
      )}
      {!small && ticked.length > 0 && (
        <SelectionBar players={ticked} onClear={() => setSelected(new Set())} />
      )}
      {!small && rows.length > 0 && (
        <footer className={styles.foot}>
          <span>
            {rows.length} {rows.length === 1 ? 'row' : 'rows'}
          </span>
          <span className={cx(styles.held, !pointed && styles.gone)}>
            Order held while you point at a row
            {waiting > 0 && ` · ${waiting} ${waiting === 1 ? 'update' : 'updates'} waiting`}
          </span>
          <span className={styles.keys}>
            <span>
              <Kbd keys="ArrowUp ArrowDown" /> move
            </span>
            <span>
              <Kbd keys="Space" /> select
            </span>
            <span>
              <Kbd keys="Enter" /> open
            </span>
          </span>
        </footer>
      )}
    </div>
  );
}
