import { useMemo } from 'react';
import { useQueryClient } from '../api/query.ts';
import type { Page } from '../api/types.ts';

/** The rows before and after this one in the list that was looked at last, where it had this one. */
export function useNeighbours(
  slug: string,
  id: string | undefined,
): { previous: string | undefined; next: string | undefined } {
  const queries = useQueryClient();
  return useMemo(() => {
    for (const { items } of queries.getQueriesData<Page>({ queryKey: ['rows', slug, 'page'] })) {
      const at = items.findIndex((row) => row.id === id);
      if (at >= 0) return { previous: items[at - 1]?.id, next: items[at + 1]?.id };
    }
    return { previous: undefined, next: undefined };
  }, [queries, slug, id]);
}
