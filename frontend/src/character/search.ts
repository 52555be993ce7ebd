import { type Range, readRange } from '../charts/range.ts';

/** The character page's part of the address: how far its chart looks back, and what its tab shows. */
export interface CharacterSearch {
  range?: Range | undefined;
  /** A tab's own choice: quests that are ready, a lifetime's combat. */
  show?: string | undefined;
}

/** Reads the address; what makes no sense is left out. */
export function readCharacterSearch(raw: Record<string, unknown>): CharacterSearch {
  const search: CharacterSearch = {};
  const range = readRange(raw.range);
  if (range !== undefined) search.range = range;
  if (typeof raw.show === 'string' && raw.show !== '') search.show = raw.show;
  return search;
}
