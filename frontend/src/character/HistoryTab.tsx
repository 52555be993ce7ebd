import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { rangeHours, rangeWords } from '../charts/rangeWords.ts';
import { summary } from '../charts/series.ts';
import type { Panel } from '../charts/stack.ts';
import { formatCount } from '../live/age.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Card } from './Card.tsx';
import { SYNC } from './ChartCard.tsx';
import { useCharacter } from './characterContext.ts';
import { HoursTable } from './HoursTable.tsx';
import { historySeries } from './history.ts';
import { historyQuery, statsQuery } from './queries.ts';
import { Recent } from './Recent.tsx';
import styles from './Tab.module.css';
import { useMarks } from './useMarks.ts';

const TimeChart = lazy(() => import('../charts/TimeChart.tsx'));
const MOST_HOURS = 720;

/** The rest of what is stored of it over time, and all of it as a table by the hour. */
export default function HistoryTab() {
  const { name, range, tail } = useCharacter();
  const history = useQuery(historyQuery(name, range));
  const hours = Math.min(MOST_HOURS, Math.max(24, rangeHours(range)));
  const stats = useQuery(statsQuery(name, hours));
  const marks = useMarks(name, range);
  const stored = history.data ?? undefined;
  const series = useMemo(() => historySeries(stored, tail), [stored, tail]);
  const { columns } = series;
  const panels = useMemo(
    (): Panel[] => [
      {
        label: 'Worst latency',
        unit: 'ms',
        height: 72,
        lines: [{ label: 'Worst latency', values: columns.latency_max_ms, colour: 'warn' }],
      },
      {
        label: 'Memory',
        unit: 'MB',
        height: 56,
        lines: [{ label: 'Memory', values: columns.mem_mb, colour: 'text2' }],
      },
      {
        label: 'Processor',
        unit: '%',
        height: 56,
        lines: [{ label: 'Processor', values: columns.cpu_pct, colour: 'rare' }],
      },
    ],
    [columns],
  );
  const to = Math.max(series.t.at(-1) ?? 0, Math.round(Date.parse(stored?.to ?? '') / 1000) || 0);
  const words = rangeWords(range);
  return (
    <>
      <div className={styles.pair}>
        <Card
          title="The computer it runs on"
          aside={stored === undefined ? undefined : `every ${step(stored.step_seconds)}`}
        >
          {series.t.length === 0 ? (
            <p className={styles.none}>{history.isPending ? 'Looking…' : `Nothing is stored of ${words}.`}</p>
          ) : (
            <Suspense fallback={<Skeleton height="260px" />}>
              <TimeChart
                label={`${name}: worst latency, memory and processor of ${words}`}
                syncKey={SYNC}
                t={series.t}
                panels={panels}
                marks={marks}
                from={to - rangeHours(range) * 3_600}
                to={to}
              />
            </Suspense>
          )}
        </Card>
        <Card title={`In numbers, ${words}`} flush>
          <Extremes
            rows={[
              { label: 'Kills / h', values: columns.kills_per_hour },
              { label: 'Tapers', values: columns.prismatic_taper_count },
              { label: 'Latency, ms', values: columns.latency_ms },
              { label: 'Memory, MB', values: columns.mem_mb },
              { label: 'Processor, %', values: columns.cpu_pct },
            ]}
          />
        </Card>
      </div>
      <Recent name={name} range={range} />
      <HoursTable
        name={name}
        hours={(stats.data?.hours ?? []).slice(-Math.max(24, rangeHours(range)))}
        loading={stats.isPending}
      />
    </>
  );
}

function step(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** Least, mean and greatest of each column. */
function Extremes({ rows }: { rows: readonly { label: string; values: (number | null)[] }[] }) {
  return (
    <table className={styles.extremes}>
      <caption className="visually-hidden">Least, mean and greatest</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">Least</th>
          <th scope="col">Mean</th>
          <th scope="col">Greatest</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, values }) => {
          const known = summary(values);
          return (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{formatCount(known?.least ?? null)}</td>
              <td>{formatCount(known?.mean ?? null)}</td>
              <td>{formatCount(known?.greatest ?? null)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
