import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { RANGES } from '../charts/range.ts';
import { rangeHours, rangeWords } from '../charts/rangeWords.ts';
import type { Panel } from '../charts/stack.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Card } from './Card.tsx';
import styles from './ChartCard.module.css';
import { useCharacter } from './characterContext.ts';
import { historySeries } from './history.ts';
import { historyQuery } from './queries.ts';
import { useMarks } from './useMarks.ts';

const TimeChart = lazy(() => import('../charts/TimeChart.tsx'));
const OPTIONS = RANGES.map((range) => ({ value: range, label: range }));

/** Charts of one page share this crosshair. */
export const SYNC = 'character';

/** Kills, tapers and latency over the range that is chosen, with its rares and deaths. */
export function ChartCard({ className }: { className: string | undefined }) {
  const { name, range, setRange, tail } = useCharacter();
  const history = useQuery(historyQuery(name, range));
  const marks = useMarks(name, range);
  const stored = history.data ?? undefined;
  const series = useMemo(() => historySeries(stored, tail), [stored, tail]);
  const panels = useMemo((): Panel[] => {
    const { columns } = series;
    return [
      {
        label: 'Kills',
        height: 96,
        lines: [{ label: 'Kills / h', values: columns.kills_per_hour, colour: 'accent', filled: true }],
      },
      {
        label: 'Tapers',
        height: 38,
        lines: [{ label: 'Tapers', values: columns.prismatic_taper_count, colour: 'gold' }],
      },
      {
        label: 'Latency',
        unit: 'ms',
        height: 38,
        lines: [{ label: 'Latency', values: columns.latency_ms, colour: 'info' }],
      },
    ];
  }, [series]);
  const to = Math.max(series.t.at(-1) ?? 0, Math.round(Date.parse(stored?.to ?? '') / 1000) || 0);
  const from = to - rangeHours(range) * 3_600;
  const words = rangeWords(range);
  return (
    <Card
      title={words.replace('the l', 'L')}
      className={className}
      aside={<Segmented label="How far back" value={range} options={OPTIONS} onChange={setRange} />}
    >
      <div className={styles.chart} aria-busy={history.isPending}>
        {history.isPending ? (
          <Skeleton height="100%" />
        ) : history.isError && series.t.length === 0 ? (
          <p className={styles.none}>
            What it did could not be read just now. It is asked for again by itself.
          </p>
        ) : series.t.length === 0 ? (
          <p className={styles.none}>
            Nothing is stored of {words}. Its plugin has been away, or the server has.
          </p>
        ) : (
          <Suspense fallback={<Skeleton height="100%" />}>
            <TimeChart
              label={`${name}: kills an hour, tapers and latency of ${words}. The numbers by the hour are a table under History.`}
              syncKey={SYNC}
              t={series.t}
              panels={panels}
              marks={marks}
              from={from}
              to={to}
            />
          </Suspense>
        )}
      </div>
    </Card>
  );
}
