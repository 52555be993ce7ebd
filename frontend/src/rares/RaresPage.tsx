import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Diamond, Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { formatCount } from '../live/age.ts';
import { usePlayers } from '../live/usePlayers.ts';
import styles from '../logs/LogPage.module.css';
import { type LogColumn, LogTable } from '../logs/LogTable.tsx';
import { PlaceLink } from '../logs/PlaceLink.tsx';
import { usePlaces } from '../logs/usePlaces.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { saveText } from '../ui/saveText.ts';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toasts.ts';
import { Finders } from './Finders.tsx';
import {
  allRares,
  FIRST_SPAN,
  MOST_IN_FILE,
  type Rare,
  type RareFilter,
  rareLogQuery,
  rareTotalsQuery,
  SPANS,
} from './queries.ts';
import rare from './RaresPage.module.css';
import { raresCsv } from './raresCsv.ts';

const route = getRouteApi('/rare-log');
const SPAN_OPTIONS = SPANS.map((value) => ({ value, label: value === 'all' ? 'All time' : value }));
const TIER_OPTIONS = [
  { value: 'all', label: 'Every tier' },
  { value: 'great', label: 'Great' },
  { value: 'common', label: 'Common' },
] as const;

/** What was found: the log of rares, and who found how many. */
export function RaresPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: typeof search) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const places = usePlaces();
  const [saving, setSaving] = useState(false);
  const span = SPANS.find((known) => known === search.range) ?? FIRST_SPAN;
  const tier = search.tier === 'great' || search.tier === 'common' ? search.tier : undefined;
  const filter: RareFilter = { span, tier, who: search.who };
  const log = useInfiniteQuery(rareLogQuery(filter));
  // The totals keep everybody beside whom one is chosen.
  const totals = useQuery(rareTotalsQuery({ span, tier, who: undefined })).data;
  const mine = totals?.characters.find(({ character_name }) => character_name === search.who);
  const sum = search.who === undefined ? totals : (mine ?? (totals && { total: 0, great: 0, common: 0 }));
  const rows = useMemo(() => log.data?.pages.flatMap((page) => page.rares ?? []) ?? [], [log.data]);
  const columns = useMemo((): LogColumn<Rare>[] => {
    return [
      { key: 'name', label: 'Rare', cell: (row) => <Name row={row} /> },
      {
        key: 'tier',
        label: 'Tier',
        cell: ({ tier }) => (tier === null ? '–' : tier === 'great' ? 'Great' : 'Common'),
        minor: true,
      },
      {
        key: 'who',
        label: 'Finder',
        cell: ({ character_name: name }) => (
          <Link to="/players/$name" params={{ name }}>
            {name}
          </Link>
        ),
      },
      { key: 'where', label: 'Where', cell: ({ ew, ns }) => <PlaceLink places={places} ew={ew} ns={ns} /> },
      { key: 'when', label: 'When', cell: ({ timestamp }) => <Time at={timestamp} />, number: true },
    ];
  }, [places]);

  async function download() {
    setSaving(true);
    try {
      const rares = await allRares(filter);
      saveText(`rares-${new Date().toISOString().slice(0, 10)}.csv`, 'text/csv', raresCsv(rares, places));
      if (rares.length >= MOST_IN_FILE) showToast(`The file holds the newest ${formatCount(rares.length)}.`);
    } catch (error) {
      showToast(messageOf(error), { tone: 'danger' });
    } finally {
      setSaving(false);
    }
  }

  return (
    <>
      <PageHead title="Rares" />
      <div className={styles.page}>
        <div className={styles.bar}>
          <Segmented
            label="How far back"
            value={span}
            options={SPAN_OPTIONS}
            onChange={(next) => change({ range: next === FIRST_SPAN ? undefined : next })}
          />
          <Segmented
            label="Tier"
            value={tier ?? 'all'}
            options={TIER_OPTIONS}
            onChange={(next) => change({ tier: next === 'all' ? undefined : next })}
          />
          <WhoPick who={search.who} onChange={(who) => change({ who })} />
          <span className={styles.grow} />
          <Button icon={Download} busy={saving} disabled={rows.length === 0} onClick={() => void download()}>
            CSV
          </Button>
        </div>
        <div className={styles.tiles} role="status">
          <span>
            <strong>{formatCount(sum?.total ?? null)}</strong> rares
          </span>
          <span>
            <strong className={styles.rare}>{formatCount(sum?.great ?? null)}</strong> great
          </span>
          <span>
            <strong>{formatCount(sum?.common ?? null)}</strong> common
          </span>
        </div>
        <div className={styles.columns}>
          <div className={styles.side}>
            {log.isPending ? (
              <Skeleton height="320px" />
            ) : rows.length > 0 ? (
              <LogTable
                caption="Rares, newest first"
                columns={columns}
                rows={rows}
                rowKey={(row) => `${row.timestamp} ${row.character_name} ${row.name}`}
              />
            ) : log.isError ? (
              <EmptyState title="The log could not be read" why={messageOf(log.error)}>
                <Button kind="main" onClick={() => void log.refetch()}>
                  Try again
                </Button>
              </EmptyState>
            ) : (
              <EmptyState
                icon={Diamond}
                title="No rare was found"
                why={
                  span === 'all' && tier === undefined && search.who === undefined
                    ? 'None has been heard of yet. What a plugin tells appears here at once.'
                    : 'None fits the range, the tier and the finder that are chosen.'
                }
              >
                <Button onClick={() => change({ range: 'all', tier: undefined, who: undefined })}>
                  Look at all time
                </Button>
              </EmptyState>
            )}
            {log.hasNextPage && (
              <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                Older ones
              </Button>
            )}
          </div>
          <aside className={styles.side} aria-label="Totals">
            <Finders
              finders={totals?.characters ?? []}
              chosen={search.who}
              onChoose={(who) => change({ who })}
            />
          </aside>
        </div>
      </div>
    </>
  );
}

/** A rare by name; a great one's diamond is filled. */
function Name({ row }: { row: Rare }) {
  return (
    <span className={rare.name}>
      <Diamond
        size={12}
        className={rare.diamond}
        fill={row.tier === 'great' ? 'currentColor' : 'none'}
        aria-hidden="true"
      />
      {row.name}
      {row.tier === 'great' && <span className="visually-hidden">, great</span>}
    </span>
  );
}

function WhoPick({
  who,
  onChange,
}: {
  who: string | undefined;
  onChange: (who: string | undefined) => void;
}) {
  const players = usePlayers();
  const names = useMemo(() => players.map(({ name }) => name).toSorted(), [players]);
  return (
    <select
      className={styles.pick}
      aria-label="Finder"
      value={who ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="">Every character</option>
      {who !== undefined && !names.includes(who) && <option>{who}</option>}
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
