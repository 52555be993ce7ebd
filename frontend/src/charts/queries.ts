import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import { groupOf } from './group.ts';
import type { Mark } from './marks.ts';
import { type ChartWindow, endsOf } from './window.ts';

/** Points of one line: enough for the widest screen, and few enough for many characters. */
const POINTS = 700;
/** Steps of the server, in seconds; every character is asked for the same, so that their points fall together. */
const STEPS = [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400];
const MOST_MARKS = 200;
const RENEW_MS = 60_000;

export function stepFor(seconds: number): number {
  return STEPS.find((step) => seconds / step <= POINTS) ?? 86_400;
}

function present(): number {
  return Math.floor(Date.now() / 1000);
}

function timesOf(window: ChartWindow) {
  const { from, to } = endsOf(window, present());
  return { from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString() };
}

/** Telemetry of some characters over a stretch, made small by the server. */
export function groupQuery(names: readonly string[], window: ChartWindow) {
  return queryOptions({
    queryKey: ['chart-group', names, window],
    queryFn: async ({ signal }) => {
      const ends = endsOf(window, present());
      const step = stepFor(ends.to - ends.from);
      const times = timesOf(window);
      const histories = await Promise.all(
        names.map(async (name) => {
          try {
            const query = { character: name, ...times, step };
            return { name, history: await answer(api.GET('/history', { params: { query }, signal })) };
          } catch (error) {
            // Of one that nobody knows nothing is drawn.
            if (error instanceof ApiError && error.problem.status === 404) return null;
            throw error;
          }
        }),
      );
      return { ...groupOf(histories.filter((known) => known !== null)), ...ends, step };
    },
    placeholderData: keepPreviousData,
    refetchInterval: 'back' in window ? RENEW_MS : false,
  });
}

/** Rares and deaths of some characters over a stretch, the newest of each. */
export function marksQuery(names: readonly string[], window: ChartWindow) {
  return queryOptions({
    queryKey: ['chart-marks', names, window],
    queryFn: async ({ signal }): Promise<Mark[]> => {
      const query = { ...timesOf(window), limit: MOST_MARKS };
      const [{ rares }, { deaths }] = await Promise.all([
        answer(api.GET('/rares', { params: { query }, signal })),
        answer(api.GET('/deaths', { params: { query }, signal })),
      ]);
      const chosen = new Set(names);
      const marks: Mark[] = [];
      for (const { character_name: name, name: rare, timestamp } of rares ?? [])
        if (chosen.has(name))
          marks.push({ kind: 'rare', t: Date.parse(timestamp) / 1000, label: `${name}: ${rare}` });
      for (const { character_name: name, killer, timestamp } of deaths ?? []) {
        const label = killer === '' ? `${name} died` : `${name} killed by ${killer}`;
        if (chosen.has(name)) marks.push({ kind: 'death', t: Date.parse(timestamp) / 1000, label });
      }
      return marks;
    },
    placeholderData: keepPreviousData,
    refetchInterval: 'back' in window ? RENEW_MS : false,
  });
}
