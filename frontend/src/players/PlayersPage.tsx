import { getRouteApi } from '@tanstack/react-router';
import { Search, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatCount } from '../live/age.ts';
import { FILTER_HELP, readFilter } from '../live/filter.ts';
import { isOnline, type Player } from '../live/player.ts';
import { useHeld } from '../live/useHeld.ts';
import { usePlayers } from '../live/usePlayers.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { inScope, orderPlayers } from './order.ts';
import { PlayerCards } from './PlayerCards.tsx';
import styles from './PlayersPage.module.css';
import { PlayerTable } from './PlayerTable.tsx';
import { FIRST_SORT, readSort, SCOPES, type Scope, type Sort, writeSort } from './search.ts';

const route = getRouteApi('/players/');
const QUERY_PAUSE_MS = 300;
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
  const [query, setQuery] = useState(search.q ?? '');
  const [pointed, setPointed] = useState(false);
  const small = useMediaQuery('(max-width: 767.98px)');
  const input = useRef<HTMLInputElement>(null);
  const scope = search.scope ?? 'online';
  const sort = useMemo(() => readSort(search.sort) ?? FIRST_SORT, [search.sort]);
  useShortcut('/', 'Filter the players', 'Players', () => input.current?.focus());

  const queryThere = useRef(search.q);
  useEffect(() => {
    queryThere.current = search.q;
  }, [search.q]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if ((queryThere.current ?? '') === query) return;
      void navigate({ search: (now) => ({ ...now, q: query === '' ? undefined : query }), replace: true });
    }, QUERY_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query, navigate]);

  const filter = useMemo(() => readFilter(query), [query]);
  const found = useMemo(
    () => (filter.test === null ? players : players.filter(filter.test)),
    [players, filter],
  );
  const shown = useMemo(() => found.filter((player) => inScope(player, scope)), [found, scope]);
  const fresh = useMemo(() => orderPlayers(shown, sort), [shown, sort]);
  const held = useHeld({ names: fresh, key: `${scope} ${writeSort(sort)} ${query}` }, pointed);
  // What one asks for is done at once; only the world's own changes wait.
  const order = held.key === `${scope} ${writeSort(sort)} ${query}` ? held.names : fresh;
  const waiting = pointed ? moved(order, fresh) : 0;
  const byName = useMemo(() => new Map(players.map((player) => [player.name, player])), [players]);
  const rows = order.flatMap((name) => byName.get(name) ?? []);

  function setSort(next: Sort) {
    void navigate({ search: (now) => ({ ...now, sort: writeSort(next) }), replace: true });
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
      </div>
      <div className={styles.scopes}>
        <div className={styles.tabs} role="radiogroup" aria-label="Which players">
          {SCOPES.map((each) => (
            <label key={each} className={styles.tab}>
              <input
                type="radio"
                name="scope"
                checked={each === scope}
                onChange={() =>
                  void navigate({
                    search: (now) => ({ ...now, scope: each === 'online' ? undefined : each }),
                    replace: true,
                  })
                }
              />
              {SCOPE_WORDS[each]}{' '}
              <span className={styles.count}>{found.filter((player) => inScope(player, each)).length}</span>
            </label>
          ))}
        </div>
        <Sums players={shown} />
      </div>
      {rows.length === 0 ? (
        <Nobody players={players} query={query} scope={scope} onClear={() => setQuery('')} />
      ) : small ? (
        <PlayerCards players={rows} sort={sort} onSort={setSort} />
      ) : (
        <PlayerTable players={rows} sort={sort} onSort={setSort} onPointed={setPointed} />
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
        </footer>
      )}
    </div>
  );
}

/** How many names stand elsewhere in the newer order. */
function moved(order: readonly string[], fresh: readonly string[]): number {
  return fresh.filter((name, at) => order[at] !== name).length;
}

function Sums({ players }: { players: readonly Player[] }) {
  const online = players.filter(isOnline);
  const sum = (read: (player: Player) => number | null | undefined) =>
    online.reduce((total, player) => total + (read(player) ?? 0), 0);
  return (
    <dl className={styles.sums}>
      <div>
        <dt>Kills / h</dt>
        <dd>{formatCount(sum((player) => player.totals?.killsPerHour))}</dd>
      </div>
      <div>
        <dt>Tapers</dt>
        <dd>{formatCount(sum((player) => player.totals?.tapers))}</dd>
      </div>
      <div title="In the sessions that run now">
        <dt>Deaths</dt>
        <dd>{formatCount(sum((player) => player.totals?.deaths))}</dd>
      </div>
    </dl>
  );
}

interface NobodyProps {
  players: readonly Player[];
  query: string;
  scope: Scope;
  onClear: () => void;
}

function Nobody({ players, query, scope, onClear }: NobodyProps) {
  if (players.length === 0) {
    return (
      <EmptyState
        title="No character has reported yet"
        why="They appear here as soon as a plugin connects to this server."
      />
    );
  }
  if (query !== '') {
    return (
      <EmptyState
        title="Nobody answers to that"
        why={`Among ${players.length} characters none is “${query}”.`}
      >
        <Button onClick={onClear}>Clear the filter</Button>
      </EmptyState>
    );
  }
  return <EmptyState title={scope === 'attention' ? 'All is well' : 'Nobody'} why={EMPTY_SCOPE[scope]} />;
}

const EMPTY_SCOPE: Record<Scope, string> = {
  all: 'No character is known.',
  online: 'No character has been heard of within the last minute.',
  hunting: 'Nobody hunts right now.',
  town: 'Nobody stands in a town right now.',
  attention: 'Nobody is dead, and nobody has been idle in the wild for five minutes.',
  offline: 'Every character that is known is online.',
};
