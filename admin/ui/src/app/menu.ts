import type { Type } from '../api/types.ts';

/** The types whose name, group or slug has every word that was typed; those whose name begins with it first. */
export function matchingTypes(types: readonly Type[], query: string): Type[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = types.filter((type) => {
    const names = `${type.plural} ${type.label} ${type.slug} ${type.group ?? ''}`.toLowerCase();
    return words.every((word) => names.includes(word));
  });
  const first = words[0];
  if (first === undefined) return found;
  const begins = (type: Type) => Number(type.plural.toLowerCase().startsWith(first));
  return found.sort((a, b) => begins(b) - begins(a));
}

/** Types by group, in the order of the groups given; those of no group come last, under "". */
export function groupTypes(types: readonly Type[], order: readonly string[]): [string, Type[]][] {
  const groups = new Map<string, Type[]>(order.map((group) => [group, []]));
  for (const type of types) {
    const group = type.group ?? '';
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [type]);
    else members.push(type);
  }
  const filled = [...groups].filter(([, members]) => members.length > 0);
  return filled.sort(([a], [b]) => Number(a === '') - Number(b === ''));
}
