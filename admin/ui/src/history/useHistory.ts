import { rowPath } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import type { Revision } from '../api/types.ts';
import { type Pages, usePages } from '../api/usePages.ts';

/** What was done to a row, the newest first, as many pages as were asked for. */
export function useHistory(slug: string, id: string): Pages<Revision> {
  const { api } = useAdmin();
  return usePages(['row', slug, id, 'history'], (before, signal) =>
    api.get(`${rowPath(slug, id)}/history`, { before, limit: 20 }, signal),
  );
}
