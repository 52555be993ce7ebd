/** The page's part of the address: its tab, and what each is narrowed by. */
export interface OwnersSearch {
  show?: 'commands' | undefined;
  /** Part of a character's, tag's or user's name. */
  q?: string | undefined;
}

/** Reads the address; what makes no sense is left out. */
export function readOwnersSearch(raw: Record<string, unknown>): OwnersSearch {
  const search: OwnersSearch = {};
  if (raw.show === 'commands') search.show = 'commands';
  if (raw.q !== undefined && raw.q !== '') search.q = String(raw.q);
  return search;
}
