import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ClipboardList, Columns3, List, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { useMe } from '../auth/me.ts';
import { FilterField } from '../logs/FilterField.tsx';
import logs from '../logs/LogPage.module.css';
import { type LogColumn, LogTable } from '../logs/LogTable.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Time } from '../ui/Time.tsx';
import { useShortcut } from '../ui/useShortcut.ts';
import styles from './Board.module.css';
import { IssueCard } from './IssueCard.tsx';
import { IssueDialog } from './IssueDialog.tsx';
import { boardQuery, type Issue, STATE_WORDS, STATES, type State } from './queries.ts';
import { useMove } from './useMove.ts';

const route = getRouteApi('/board/');
const nothing: readonly Issue[] = [];
const VIEWS = [
  { value: 'columns', label: 'Columns', icon: Columns3 },
  { value: 'list', label: 'List', icon: List },
] as const;
const COLUMNS: readonly LogColumn<Issue>[] = [
  {
    key: 'title',
    label: 'Matter',
    cell: ({ id, title }) => (
      <Link to="/board/$id" params={{ id: String(id) }}>
        {title}
      </Link>
    ),
    order: ({ title }) => title,
  },
  {
    key: 'state',
    label: 'State',
    cell: ({ state }) => STATE_WORDS[state],
    order: ({ state }) => STATES.indexOf(state),
  },
  {
    key: 'about',
    label: 'About',
    cell: ({ category }) => category,
    order: ({ category }) => category,
    minor: true,
  },
  { key: 'author', label: 'By', cell: ({ author }) => author, order: ({ author }) => author, minor: true },
  {
    key: 'comments',
    label: 'Comments',
    cell: ({ comments }) => comments,
    order: ({ comments }) => comments,
    number: true,
    minor: true,
  },
  {
    key: 'changed',
    label: 'Changed',
    cell: ({ updated_at }) => <Time at={updated_at} />,
    order: ({ updated_at }) => updated_at,
    number: true,
  },
];

/** What the guild wants done: in columns by how far it has come, or as a list. */
export function BoardPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: typeof search) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const board = useQuery(boardQuery);
  const [adding, setAdding] = useState(false);
  const [over, setOver] = useState<State | null>(null);
  const me = useMe().data;
  const mayAdd = me !== undefined && !me.internal;
  useShortcut('n', 'A new matter', 'Board', () => setAdding(true), mayAdd);
  const move = useMove();
  const issues = board.data ?? nothing;
  const words = (search.q ?? '').trim().toLowerCase();
  const shown = useMemo(
    () =>
      issues.filter(({ title, body, category, author }) =>
        [title, body, category, author].some((text) => text.toLowerCase().includes(words)),
      ),
    [issues, words],
  );

  function drop(state: State, id: string) {
    setOver(null);
    const issue = issues.find((each) => String(each.id) === id);
    if (issue !== undefined) move(issue, state);
  }

  return (
    <>
      <PageHead title="Board" />
      <div className={logs.page}>
        <div className={logs.bar}>
          <FilterField label="Find a matter" group="Board" value={search.q} onChange={(q) => change({ q })} />
          <Segmented
            label="How it is shown"
            value={search.view === 'list' ? 'list' : 'columns'}
            options={VIEWS}
            onChange={(view) => change({ view: view === 'list' ? view : undefined })}
          />
          <span className={logs.grow} />
          {mayAdd && (
            <Button kind="main" icon={Plus} onClick={() => setAdding(true)}>
              New
            </Button>
          )}
        </div>
        {board.isPending ? (
          <Skeleton height="320px" />
        ) : board.isError && board.data === undefined ? (
          <EmptyState title="The board could not be read" why={messageOf(board.error)}>
            <Button kind="main" onClick={() => void board.refetch()}>
              Try again
            </Button>
          </EmptyState>
        ) : shown.length === 0 ? (
          <EmptyState
            icon={ClipboardList}
            title={words === '' ? 'Nothing is on the board' : `Nothing on the board says “${search.q}”`}
            why={words === '' ? 'What is broken, missing or wished for goes here.' : 'Nor do its authors.'}
          >
            {words !== '' && <Button onClick={() => change({ q: undefined })}>Show everything</Button>}
          </EmptyState>
        ) : search.view === 'list' ? (
          <LogTable
            caption="Matters on the board"
            columns={COLUMNS}
            rows={shown}
            rowKey={({ id }) => String(id)}
            sort={search.sort ?? '-changed'}
            onSort={(sort) => change({ sort })}
          />
        ) : (
          <div className={styles.columns}>
            {STATES.map((state) => {
              const here = shown.filter((issue) => issue.state === state);
              return (
                <section
                  key={state}
                  className={cx(styles.column, over === state && styles.over)}
                  aria-label={STATE_WORDS[state]}
                  onDragOver={(event) => {
                    event.preventDefault();
                    setOver(state);
                  }}
                  onDragLeave={() => setOver(null)}
                  onDrop={(event) => drop(state, event.dataTransfer.getData('text/plain'))}
                >
                  <h2 className={styles.heading}>
                    {STATE_WORDS[state]} <span className={styles.number}>{here.length}</span>
                  </h2>
                  <ul className={styles.cards}>
                    {here.map((issue) => (
                      <IssueCard key={issue.id} issue={issue} onMove={(next) => move(issue, next)} />
                    ))}
                  </ul>
                </section>
              );
            })}
          </div>
        )}
      </div>
      {adding && <IssueDialog onClose={() => setAdding(false)} onDone={() => setAdding(false)} />}
    </>
  );
}
