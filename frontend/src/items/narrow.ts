import type { FacetValue } from './item.ts';
import { type ChoiceField, choiceOf, toggled, written } from './query/choice.ts';

export interface Narrowing {
  /** The condition, for the eye. */
  condition: string;
  /** The query with it. */
  query: string;
  count: number;
}

/** Conditions that would leave about half of what was found, one of each facet that the query says nothing of. */
export function narrowings(
  text: string,
  total: number,
  facets: readonly { field: ChoiceField; values: readonly FacetValue[] }[],
): Narrowing[] {
  return facets.flatMap(({ field, values }) => {
    const { wanted, unwanted } = choiceOf(text, field);
    if (wanted.length + unwanted.length > 0) return [];
    const open = values.filter(({ count }) => count > 0 && count < total);
    const [best] = open.sort((a, b) => Math.abs(total / 2 - a.count) - Math.abs(total / 2 - b.count));
    if (best === undefined) return [];
    return [
      {
        condition: written(field.name, [best.value]),
        query: toggled(text, field, best.value),
        count: best.count,
      },
    ];
  });
}
