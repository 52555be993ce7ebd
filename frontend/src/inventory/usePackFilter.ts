import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { answer, api } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import type { Item } from '../items/item.ts';
import { holdsWords, isWords } from './packFilter.ts';

export interface FilterState {
  /** Rows that are meant; null where nothing is asked for. */
  ids: ReadonlySet<number> | null;
  /** What is wrong with the query; '' where nothing is. */
  error: string;
}

const NOTHING: FilterState = { ids: null, error: '' };
/** As many as the search hands out at once. */
const MOST = 500;

/** What a filter of an inventory finds: words at once, and the search's language by the server. */
export function usePackFilter(character: string, items: readonly Item[], text: string): FilterState {
  const asked = useDeferredValue(text.trim());
  const here = isWords(asked);
  const found = useQuery({
    queryKey: ['inventory-search', character, asked],
    enabled: !here,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const query = { q: asked, limit: MOST };
      const { items } = await answer(
        api.GET('/inventory/{character}/search', { params: { path: { character }, query }, signal }),
      );
      return new Set(items.map(({ id }) => id));
    },
  });
  const byWords = useMemo(
    () =>
      here && asked !== ''
        ? new Set(items.filter((item) => holdsWords(item, asked)).map(({ id }) => id))
        : null,
    [items, asked, here],
  );
  if (here) return byWords === null ? NOTHING : { ids: byWords, error: '' };
  if (found.error instanceof ApiError) {
    const { errors, detail } = found.error.problem;
    return { ids: null, error: errors.q ?? detail };
  }
  return found.data === undefined ? NOTHING : { ids: found.data, error: '' };
}
