import { useState } from 'react';
import { useQuery } from './query.ts';
import type { QueryKey } from './queryCache.ts';
import { showProblem } from './writes.ts';

interface Part<T> {
  items: T[];
  next: string | null;
}

export interface Pages<T> {
  items: readonly T[];
  /** Neither an answer nor a failure is there yet. */
  isPending: boolean;
  error: unknown;
  /** There are more. */
  hasMore: boolean;
  more: () => void;
  isLoadingMore: boolean;
}

/** A list that grows downwards by a page each time it is asked to. When its first page is read anew it begins there. */
export function usePages<T>(
  key: QueryKey,
  ask: (cursor: string, signal?: AbortSignal) => Promise<Part<T>>,
): Pages<T> {
  const first = useQuery({ queryKey: key, queryFn: ({ signal }) => ask('', signal) });
  const [later, setLater] = useState<(Part<T> & { of: unknown }) | null>(null);
  const [isLoadingMore, setLoading] = useState(false);
  const grown = later?.of === first.data ? later : null;
  const next = (grown ?? first.data)?.next ?? null;

  async function load() {
    if (next === null || isLoadingMore) return;
    setLoading(true);
    try {
      const part = await ask(next);
      setLater({ of: first.data, items: [...(grown?.items ?? []), ...part.items], next: part.next });
    } catch (error) {
      showProblem(error);
    } finally {
      setLoading(false);
    }
  }

  return {
    items: [...(first.data?.items ?? []), ...(grown?.items ?? [])],
    isPending: first.isPending,
    error: first.error,
    hasMore: next !== null,
    more: () => void load(),
    isLoadingMore,
  };
}
