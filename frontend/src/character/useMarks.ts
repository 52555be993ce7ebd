import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Mark } from '../charts/marks.ts';
import type { Range } from '../charts/range.ts';
import { deathsQuery, raresQuery } from './queries.ts';

/** Rares and deaths of a range as marks on a chart. */
export function useMarks(name: string, range: Range): readonly Mark[] {
  const rares = useQuery(raresQuery(name, range)).data;
  const deaths = useQuery(deathsQuery(name, range)).data;
  return useMemo(() => {
    const marks: Mark[] = (rares ?? []).map((rare) => ({
      kind: 'rare',
      t: Date.parse(rare.timestamp) / 1000,
      label: rare.name,
    }));
    for (const death of deaths ?? []) {
      const label = death.killer === '' ? 'Death' : `Killed by ${death.killer}`;
      marks.push({ kind: 'death', t: Date.parse(death.timestamp) / 1000, label });
    }
    return marks;
  }, [rares, deaths]);
}
