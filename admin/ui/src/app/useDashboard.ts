import { useAdmin } from '../api/context.ts';
import { type QueryResult, useQuery } from '../api/query.ts';
import type { Dashboard } from '../api/types.ts';

/** How many rows each type has, and what was changed of late. */
export function useDashboard(): QueryResult<Dashboard> {
  const { api } = useAdmin();
  return useQuery({
    queryKey: ['dashboard'],
    queryFn: ({ signal }) => api.get<Dashboard>('/_dashboard', {}, signal),
    staleTime: 60_000,
  });
}
