import type { MapSearch } from '../map/search.ts';

/** The map's address for one character, or for several: then the filter names them. */
export function mapSearchFor(names: readonly string[]): MapSearch {
  const [first] = names;
  if (names.length === 1 && first !== undefined) return { sel: first };
  return { q: `name:"${names.join('|')}"` };
}
