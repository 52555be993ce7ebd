import { queryOptions, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Search, X } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { answer, api } from '../api/client.ts';
import { useTypedFilter } from '../live/useTypedFilter.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { useNow } from '../ui/useNow.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { matrixOf } from './matrix.ts';
import styles from './QuestLogPage.module.css';
import { QuestTable } from './QuestTable.tsx';
import type { QuestLogSearch } from './search.ts';

const route = getRouteApi('/quest-log');

const matrixQuery = queryOptions({
  queryKey: ['quests'],
  queryFn: ({ signal }) => answer(api.GET('/quests', { signal })),
  refetchInterval: 15_000,
});

/** Who can do which quest again, and when the others can. */
export function QuestLogPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<QuestLogSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const [query, setQuery] = useTypedFilter(search.q, (q) => change({ q }));
  const input = useRef<HTMLInputElement>(null);
  const matrix = useQuery(matrixQuery);
  const nowMs = useNow(1_000).getTime();
  const { show, by } = search;
  const shown = useMemo(
    () => (matrix.data === undefined ? null : matrixOf(matrix.data, { q: query, show, by }, nowMs)),
    [matrix.data, query, show, by, nowMs],
  );
  useShortcut('/', 'Filter the quests', 'Quests', () => input.current?.focus());
  const known = matrix.data?.characters.length ?? 0;
  const ready = shown?.rows.reduce((sum, row) => sum + row.ready, 0) ?? 0;
  return (
    <div className={styles.page}>
      <PageHead title="Quests" />
      <div className={styles.bar}>
        <search className={styles.filter}>
          <Search size={16} aria-hidden="true" />
          <input
            ref={input}
            type="text"
            aria-label="Filter quests or characters"
            placeholder="Quest or character"
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
          />
          {query !== '' && (
            <button type="button" aria-label="Clear the filter" onClick={() => setQuery('')}>
              <X size={16} aria-hidden="true" />
            </button>
          )}
        </search>
        <Segmented
          label="Which quests"
          value={show ?? 'all'}
          options={[
            { value: 'all', label: 'All' },
            { value: 'ready', label: 'Ready' },
          ]}
          onChange={(next) => change({ show: next === 'ready' ? 'ready' : undefined })}
        />
        <p className={styles.about} role="status">
          {shown !== null && known > 0 && (
            <>
              {shown.rows.length} of {known} characters, {shown.quests.length} quests, {ready} ready
            </>
          )}
        </p>
      </div>
      {matrix.isPending ? (
        <div className={styles.wait}>
          <Skeleton height="240px" />
        </div>
      ) : shown === null || known === 0 ? (
        <EmptyState
          title={matrix.isError ? 'The quests could not be read' : 'No quest timer is known'}
          why={
            matrix.isError
              ? 'They are asked for again every quarter of a minute.'
              : 'Plugins tell of quests as the game tells them; none has since this server started.'
          }
        />
      ) : shown.rows.length === 0 || shown.quests.length === 0 ? (
        <EmptyState
          title={show === 'ready' ? 'Nothing of that is ready' : `Nothing is called “${query}”`}
          why="No quest’s name holds the text, and no character’s."
        >
          <Button
            onClick={() => {
              setQuery('');
              change({ q: undefined, show: undefined });
            }}
          >
            All quests
          </Button>
        </EmptyState>
      ) : (
        <QuestTable matrix={shown} by={by} onBy={(next) => change({ by: next })} />
      )}
    </div>
  );
}
