export const SCOPES = ['all', 'online', 'hunting', 'town', 'attention', 'offline'] as const;
export type Scope = (typeof SCOPES)[number];

/** What the players can be ordered by: the table's columns. */
export const COLUMN_KEYS = [
  'name',
  'state',
  'where',
  'kph',
  'kills',
  'deaths',
  'tapers',
  'vitals',
  'online',
  'latency',
  'seen',
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

/** The players page's part of the address: what is typed, which part of the guild, in which order. */
export interface PlayersSearch {
  q?: string | undefined;
  scope?: Scope | undefined;
  /** A column's key; a minus before it turns the order round. */
  sort?: string | undefined;
}

export interface Sort {
  key: ColumnKey;
  descending: boolean;
}

export const FIRST_SORT: Sort = { key: 'kph', descending: true };

/** Reads the address; what makes no sense is left out. */
export function readPlayersSearch(raw: Record<string, unknown>): PlayersSearch {
  const search: PlayersSearch = {};
  if (raw.q !== undefined && raw.q !== '') search.q = String(raw.q);
  const scope = SCOPES.find((known) => known === raw.scope);
  if (scope !== undefined && scope !== 'online') search.scope = scope;
  if (typeof raw.sort === 'string' && readSort(raw.sort) !== null) search.sort = raw.sort;
  return search;
}

export function readSort(text: string | undefined): Sort | null {
  if (text === undefined) return null;
  const descending = text.startsWith('-');
  const key = descending ? text.slice(1) : text;
  const column = COLUMN_KEYS.find((known) => known === key);
  return column === undefined ? null : { key: column, descending };
}

export function writeSort(sort: Sort): string {
  return `${sort.descending ? '-' : ''}${sort.key}`;
}
