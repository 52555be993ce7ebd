import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import type { Range } from '../charts/range.ts';
import { rangeHours } from '../charts/rangeWords.ts';

const HOUR_MS = 3_600_000;

/** Totals of all sessions and of the newest one, with so many hours one by one. */
export function statsQuery(character: string, hours = 24) {
  return queryOptions({
    queryKey: ['stats', character, hours],
    queryFn: ({ signal }) =>
      orNull(
        answer(api.GET('/stats/{character}', { params: { path: { character }, query: { hours } }, signal })),
      ),
    refetchInterval: 60_000,
  });
}

/** Telemetry over a range up to now. What comes later is heard live, so that it is asked for again but seldom. */
export function historyQuery(character: string, range: Range) {
  return queryOptions({
    queryKey: ['history', character, range],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - rangeHours(range) * HOUR_MS).toISOString();
      return orNull(answer(api.GET('/history', { params: { query: { character, from } }, signal })));
    },
    staleTime: 120_000,
    refetchInterval: 300_000,
  });
}

/** The last character sheet that its plugin sent; null when it has sent none. */
export function sheetQuery(character: string) {
  return queryOptions({
    queryKey: ['character-stats', character],
    queryFn: ({ signal }) =>
      orNull(answer(api.GET('/character-stats/{character}', { params: { path: { character } }, signal }))),
    staleTime: 60_000,
  });
}

const MOST_EVENTS = 200;

/** Rares of a range, newest first. */
export function raresQuery(character: string, range: Range) {
  return queryOptions({
    queryKey: ['rares', character, range],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - rangeHours(range) * HOUR_MS).toISOString();
      const query = { character, from, limit: MOST_EVENTS };
      return (await answer(api.GET('/rares', { params: { query }, signal }))).rares;
    },
    staleTime: 30_000,
  });
}

/** Deaths of a range, newest first. */
export function deathsQuery(character: string, range: Range) {
  return queryOptions({
    queryKey: ['deaths', character, range],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - rangeHours(range) * HOUR_MS).toISOString();
      const query = { character, from, limit: MOST_EVENTS };
      return (await answer(api.GET('/deaths', { params: { query }, signal }))).deaths;
    },
    staleTime: 30_000,
  });
}

/** The quest timers of one character; null while it has told none. */
export function questsQuery(character: string) {
  return queryOptions({
    queryKey: ['quest-status'],
    queryFn: ({ signal }) => answer(api.GET('/quest-status', { signal })),
    select: ({ characters }) =>
      characters.find(({ character_name }) => character_name === character)?.quests ?? null,
    refetchInterval: 15_000,
  });
}

/** What its worn items cast; null for a character that nobody knows. */
export function cantripsQuery(character: string) {
  return queryOptions({
    queryKey: ['cantrips', character],
    queryFn: ({ signal }) =>
      orNull(answer(api.GET('/cantrips/{character}', { params: { path: { character } }, signal }))),
    refetchInterval: 30_000,
  });
}

export function combatQuery(character: string) {
  return queryOptions({
    queryKey: ['combat-stats', character],
    queryFn: ({ signal }) =>
      orNull(answer(api.GET('/combat-stats/{character}', { params: { path: { character } }, signal }))),
    refetchInterval: 15_000,
  });
}

/** What its plugin sees round it, asked for as long as somebody looks. */
export function nearbyQuery(character: string) {
  return queryOptions({
    queryKey: ['nearby', character],
    queryFn: ({ signal }) =>
      orNull(answer(api.GET('/nearby/{character}', { params: { path: { character } }, signal }))),
    refetchInterval: 2_000,
  });
}

/** Not known is an answer, not a failure. */
async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 404) return null;
    throw error;
  }
}
