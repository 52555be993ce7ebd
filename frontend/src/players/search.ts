export const SCOPES = ['all', 'online', 'hunting', 'town', 'attention', 'offline'] as const;
export type Scope = (typeof SCOPES)[number];

/** The table's columns, in their order, which are also what the players can be ordered by. */
export const COLUMN_KEYS = [
  'name',
  'state',
  'level',
  'where',
  'kph',
  'hour',
  'session',
  'today',
  'kills',
  'raresToday',
  'rares',
  'deaths',
  'tapers',
  'vitals',
  'vitae',
  'online',
  'latency',
  'tag',
  'seen',
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

const FIRST_COLUMNS: readonly ColumnKey[] = [
  'name',
  'state',
  'where',
  'kph',
  'hour',
  'kills',
  'deaths',
  'tapers',
  'vitals',
  'online',
  'latency',
  'seen',
];

/** The players page's part of the address: what is typed, which part of the guild, in which order. */
export interface PlayersSearch {
  q?: string | undefined;
  scope?: Scope | undefined;
  /** A column's key; a minus before it turns the order round. */
  sort?: string | undefined;
  /** The columns that are shown, where these are not those shown at first. */
  cols?: string | undefined;
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
  if (typeof raw.cols === 'string') search.cols = writeColumns(readColumns(raw.cols));
  return search;
}

/** The columns of the address, in the table's order; a table without names would be none. */
export function readColumns(text: string | undefined): readonly ColumnKey[] {
  if (text === undefined) return FIRST_COLUMNS;
  const names = text.split(',');
  const columns = COLUMN_KEYS.filter((key) => key === 'name' || names.includes(key));
  return columns.length === 1 ? FIRST_COLUMNS : columns;
}

/** Undefined for those shown at first. */
export function writeColumns(columns: readonly ColumnKey[]): string | undefined {
  const listed = COLUMN_KEYS.filter((key) => columns.includes(key)).join();
  return listed === FIRST_COLUMNS.join() ? undefined : listed;
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

/** A view as it is kept: the page's part of an address. */
export function writeView(search: PlayersSearch): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given as [string, string][]).toString();
}

/** A kept view; all four parts are said, so that opening it leaves nothing of what was looked at before. */
export function readView(expression: string): PlayersSearch {
  const raw = Object.fromEntries(new URLSearchParams(expression));
  return { q: undefined, scope: undefined, sort: undefined, cols: undefined, ...readPlayersSearch(raw) };
}

/** A view in few words: its filter, else which part of the guild. */
export function viewWords({ q, scope, sort }: PlayersSearch): string {
  return [q, scope, sort === undefined ? undefined : `by ${sort.replace('-', '')}`]
    .filter((part) => part !== undefined)
    .join(' · ');
}
