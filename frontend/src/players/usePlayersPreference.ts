import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { useMe } from '../auth/me.ts';
import { readSort } from './search.ts';

/** How a user likes the players' table; what is undefined is as at first. */
export interface PlayersPreference {
  cols?: string | undefined;
  sort?: string | undefined;
}

const key = 'players';
const preferenceQuery = queryOptions({
  queryKey: ['preferences', key],
  queryFn: async ({ signal }) => {
    const { content } = await answer(api.GET('/preferences/{key}', { params: { path: { key } }, signal }));
    return readPreference(content);
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** What is kept with the user, safe to use whatever was stored. */
export function readPreference(content: unknown): PlayersPreference {
  const { cols, sort } = (content ?? {}) as Record<string, unknown>;
  return {
    ...(typeof cols === 'string' && { cols }),
    ...(typeof sort === 'string' && readSort(sort) !== null && { sort }),
  };
}

/** The user's own columns and order, kept with him on the server; a caller without a user has none. */
export function usePlayersPreference(): [PlayersPreference, (next: PlayersPreference) => void] {
  const queries = useQueryClient();
  const { data: me } = useMe();
  const own = me !== undefined && !me.internal;
  const kept = useQuery({ ...preferenceQuery, enabled: own });
  const keep = useMutation({
    mutationFn: (content: PlayersPreference) =>
      answer(api.PUT('/preferences/{key}', { params: { path: { key } }, body: { content } })),
  });
  return [
    kept.data ?? {},
    (next) => {
      queries.setQueryData(preferenceQuery.queryKey, next);
      if (own) keep.mutate(next);
    },
  ];
}
