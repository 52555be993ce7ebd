import { rowPath } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import { useQuery, useQueryClient } from '../api/query.ts';
import type { Row } from '../api/types.ts';

/** A whole row as it was read. */
export interface Loaded {
  row: Row;
  /** Its version. */
  etag: string;
}

/** A row with everything that the caller may read of it, its edges included. */
export function useRow(slug: string, id: string) {
  const { api } = useAdmin();
  const queries = useQueryClient();
  const queryKey = ['row', slug, id, 'whole'];
  const row = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Loaded> => {
      const { data, etag } = await api.call<Row>('GET', rowPath(slug, id), { signal });
      return { row: data, etag };
    },
    // What is edited is what is there now.
    staleTime: 0,
    retry: false,
  });
  /** Reads the row anew. */
  async function reread(): Promise<Loaded | undefined> {
    await queries.invalidateQueries({ queryKey });
    return queries.getQueryData<Loaded>(queryKey);
  }
  return { ...row, reread };
}
