import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { liftsOf } from '../character/lift.ts';
import { cantripsQuery, sheetQuery, statsQuery } from '../character/queries.ts';
import { inventoryQuery } from '../inventory/inventory.ts';
import { totalsOf } from '../inventory/totals.ts';
import type { Subject } from './rows.ts';

/** What the server knows of each of them, and whether it is still being asked for. */
export function useSubjects(names: readonly string[]): { subjects: readonly Subject[]; busy: boolean } {
  const sheets = useQueries({ queries: names.map(sheetQuery) });
  const stats = useQueries({ queries: names.map((name) => statsQuery(name)) });
  const cantrips = useQueries({ queries: names.map(cantripsQuery) });
  const inventories = useQueries({ queries: names.map(inventoryQuery) });
  const subjects = useMemo(
    () =>
      names.map((name, i): Subject => {
        const items = inventories[i]?.data?.missing === false ? inventories[i].data.items : null;
        return {
          name,
          sheet: sheets[i]?.data ?? null,
          stats: stats[i]?.data ?? null,
          lifts: liftsOf(cantrips[i]?.data?.cantrips ?? []),
          worn: items === null ? null : totalsOf(items.filter(({ worn_at }) => worn_at.length > 0)),
        };
      }),
    [names, sheets, stats, cantrips, inventories],
  );
  const busy = [...sheets, ...stats, ...cantrips, ...inventories].some(({ isPending }) => isPending);
  return { subjects, busy };
}
