import type { components } from '../api/schema.d.ts';
import { breakGaps, type Series, withTail } from '../charts/series.ts';

export type History = components['schemas']['History'];

export const HISTORY_KEYS = [
  'kills_per_hour',
  'prismatic_taper_count',
  'latency_ms',
  'latency_max_ms',
  'mem_mb',
  'cpu_pct',
] as const;
export type HistoryKey = (typeof HISTORY_KEYS)[number];
export type HistorySeries = Series<HistoryKey>;

/** A series without points. */
export function emptySeries(): HistorySeries {
  return {
    t: [],
    columns: {
      kills_per_hour: [],
      prismatic_taper_count: [],
      latency_ms: [],
      latency_max_ms: [],
      mem_mb: [],
      cpu_pct: [],
    },
  };
}

/** What the server stored, continued by what was heard since, with a break wherever nothing is known. */
export function historySeries(history: History | undefined, tail: HistorySeries): HistorySeries {
  const stored: HistorySeries =
    history === undefined
      ? emptySeries()
      : {
          t: history.t,
          columns: Object.fromEntries(
            HISTORY_KEYS.map((key) => [key, history[key]]),
          ) as HistorySeries['columns'],
        };
  return breakGaps(withTail(stored, tail), Math.max(20, history?.step_seconds ?? 0));
}
