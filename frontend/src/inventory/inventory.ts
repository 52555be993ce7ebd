import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import type { components } from '../api/schema.d.ts';

export type Inventory = components['schemas']['Inventory'];
export type Container = components['schemas']['Container'];
export type InventoryChange = components['schemas']['InventoryChange'];

/** What a character carries and wears; null for a character that nobody knows. */
export function inventoryQuery(character: string) {
  return queryOptions({
    queryKey: ['inventory', character],
    queryFn: async ({ signal }): Promise<Inventory | null> => {
      try {
        return await answer(api.GET('/inventory/{character}', { params: { path: { character } }, signal }));
      } catch (error) {
        if (error instanceof ApiError && error.problem.status === 404) return null;
        throw error;
      }
    },
    // Changes are told of live; this is for what was missed.
    refetchInterval: 60_000,
  });
}

const CHANGES_AT_ONCE = 20;

/** What it has gained, lost and changed of late, newest first. */
export function changesQuery(character: string) {
  return infiniteQueryOptions({
    queryKey: ['inventory-changes', character],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/inventory/{character}/changes', {
          params: {
            path: { character },
            query: { limit: CHANGES_AT_ONCE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => (page.next_cursor === '' ? undefined : page.next_cursor),
  });
}
