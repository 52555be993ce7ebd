import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';

/** Totals of all sessions and of the newest one. */
export function statsQuery(character: string) {
  return queryOptions({
    queryKey: ['stats', character],
    queryFn: ({ signal }) =>
      orNull(answer(api.GET('/stats/{character}', { params: { path: { character } }, signal }))),
    refetchInterval: 30_000,
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

const RECENT = 8;

export function raresQuery(character: string) {
  return queryOptions({
    queryKey: ['rares', character, RECENT],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/rares', { params: { query: { character, limit: RECENT } }, signal }))).rares,
    staleTime: 30_000,
  });
}

export function deathsQuery(character: string) {
  return queryOptions({
    queryKey: ['deaths', character, RECENT],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/deaths', { params: { query: { character, limit: RECENT } }, signal }))).deaths,
    staleTime: 30_000,
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
