import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { cantripsQuery, holdersQuery, materialsQuery, setsQuery } from './lists.ts';
import type { Lists } from './query/suggest.ts';

/** The names that are offered while one types. */
export function useLists(): Lists {
  const sets = useQuery(setsQuery).data;
  const cantrips = useQuery(cantripsQuery).data;
  const materials = useQuery(materialsQuery).data;
  const holders = useQuery(holdersQuery).data;
  return useMemo(
    () => ({
      ...(sets && { sets }),
      ...(cantrips && { cantrips, spells: cantrips }),
      ...(materials && { materials }),
      ...(holders && {
        characters: holders.map(({ character_name: name }) => ({ value: name, label: name })),
      }),
    }),
    [sets, cantrips, materials, holders],
  );
}
