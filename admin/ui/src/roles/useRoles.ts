import { useAdmin } from '../api/context.ts';
import { type QueryResult, useQuery } from '../api/query.ts';
import type { Role } from './grants.ts';

/** All roles, the built-in ones first; with their grants for who manages roles. */
export function useRoles(): QueryResult<readonly Role[]> {
  const { api } = useAdmin();
  return useQuery({
    queryKey: ['roles'],
    queryFn: async ({ signal }) => (await api.get<{ items: Role[] }>('/_roles', {}, signal)).items,
  });
}
