import { getRouteApi } from '@tanstack/react-router';
import { Bookmark, Download, X } from 'lucide-react';
import { useCallback, useId, useMemo, useRef, useState } from 'react';
import { useMe } from '../auth/me.ts';
import { Popover } from '../items/Popover.tsx';
import { QueryBar } from '../items/QueryBar.tsx';
import { QueryLine } from '../items/QueryLine.tsx';
import { useSettled } from '../items/useSettled.ts';
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
import { playerFields } from './query/fields.ts';
import { readPlayerQuery } from './query/filter.ts';
import { SelectionBar } from './SelectionBar.tsx';
import {
  type ColumnKey,
  FIRST_SORT,
  type PlayersSearch,
  readColumns,
  readSort,
  SCOPES,
  type Scope,
  type Sort,
  writeColumns,
  writeSort,
} from './search.ts';
import { usePlayersPreference } from './usePlayersPreference.ts';
import { useReadyQuests } from './useReadyQuests.ts';
import { ViewsPanel } from './ViewsPanel.tsx';

const route = getRouteApi('/players/');
/** Who still writes is not told that it is wrong. */
const FAULT_AFTER_MS = 500;
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
  const { data: me } = useMe();
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
  const [liked, like] = usePlayersPreference();
  const scope = search.scope ?? 'online';
  // The address says what is shown; what it leaves open is as the user likes it.
  const sortText = search.sort ?? liked.sort;
  const sort = useMemo(() => readSort(sortText) ?? FIRST_SORT, [sortText]);
  const colsText = search.cols ?? liked.cols;
  const columns = useMemo(() => readColumns(colsText), [colsText]);
  const sortBy = (next: Sort) => {
    const text = writeSort(next);
    like({ ...liked, sort: text });
    change({ sort: text });
  };
  const choose = (next: readonly ColumnKey[] | null) => {
    const cols = next === null ? undefined : writeColumns(next);
    like({ ...liked, cols });
    change({ cols });
  };
  useShortcut('/', 'Filter the players', 'Players', () => input.current?.focus());

  const faultId = useId();
  const { quests, ready } = useReadyQuests(/\bquest\b/i.test(query));
  const fields = useMemo(() => playerFields(quests), [quests]);
  const { test, fault } = useMemo(() => readPlayerQuery(query, fields), [query, fields]);
  const settled = useSettled(query, FAULT_AFTER_MS);
  const toldFault = settled === query ? fault : null;
  const found = useMemo(
    () => (test === null ? players : players.filter((player) => test(player, { day, ready, quests }))),
    [players, test, day, ready, quests],
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
        <div className={styles.filter}>
          <QueryLine
            ref={input}
            low
            label="Filter players"
            placeholder="Name, level:>200, is:hunting, quest:ready"
            value={query}
            onChange={setQuery}
            fields={fields}
            lists={{}}
            fault={toldFault}
            faultId={faultId}
            onLeave={() => document.querySelector<HTMLElement>('tr[data-player] [tabindex="0"]')?.focus()}
          >
            <span className={styles.found} role="status">
              {query !== '' && fault === null && `${found.length} of ${players.length}`}
            </span>
          </QueryLine>
        </div>
        {me !== undefined && !me.internal && (
          <Popover icon={Bookmark} label="Views">
            {(close) => (
              <ViewsPanel
                search={{ ...search, cols: colsText, sort: sortText }}
                onOpen={(view) => void navigate({ search: view })}
                onClose={close}
              />
            )}
          </Popover>
        )}
        {!small && (
          <>
            <ColumnsMenu columns={columns} onChange={choose} />
            <DensityPicker />
            <Button icon={Download} disabled={rows.length === 0} onClick={download}>
              CSV
            </Button>
          </>
        )}
      </div>
      {toldFault !== null && (
        <div className={styles.fault}>
          <QueryBar
            query={query}
            onQuery={setQuery}
            fields={fields}
            fault={toldFault}
            faultId={faultId}
            narrowings={[]}
          />
        </div>
      )}
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
        <PlayerCards players={rows} hours={hours} sort={sort} onSort={sortBy} />
      ) : (
        <PlayerTable
          players={rows}
          columns={columns}
          day={day}
          hours={hours}
          sort={sort}
          onSort={sortBy}
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
