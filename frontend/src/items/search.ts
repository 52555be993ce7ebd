import { MOST_COMPARED } from './compare.ts';

/** The items page's part of the address. */
export interface ItemsSearch {
  q?: string | undefined;
  /** A field's name; a minus before it puts the greatest first. */
  sort?: string | undefined;
  view?: 'grid' | undefined;
  /** Row ids of the items that are compared. */
  cmp?: string | undefined;
  /** The character whose worn items these are measured by. */
  vs?: string | undefined;
}

export interface Sort {
  field: string;
  descending: boolean;
}

export const FIRST_SORT: Sort = { field: 'al', descending: true };

/** Reads the address; what makes no sense is left out. */
export function readItemsSearch(raw: Record<string, unknown>): ItemsSearch {
  const search: ItemsSearch = {};
  if (raw.q !== undefined && raw.q !== '') search.q = String(raw.q);
  if (typeof raw.sort === 'string' && readSort(raw.sort) !== FIRST_SORT) search.sort = raw.sort;
  if (raw.view === 'grid') search.view = 'grid';
  const compared = writeCompared(readCompared(raw.cmp));
  if (compared !== undefined) search.cmp = compared;
  if (raw.vs !== undefined && raw.vs !== '') search.vs = String(raw.vs);
  return search;
}

export function readSort(text: string | undefined): Sort {
  const match = /^(-?)([a-z_][a-z0-9_]*)$/i.exec(text ?? '');
  return match?.[2] === undefined ? FIRST_SORT : { field: match[2], descending: match[1] === '-' };
}

/** Undefined for the order of first. */
export function writeSort({ field, descending }: Sort): string | undefined {
  if (field === FIRST_SORT.field && descending === FIRST_SORT.descending) return undefined;
  return `${descending ? '-' : ''}${field}`;
}

/** Row ids, each once, no more than can be compared. */
export function readCompared(raw: unknown): number[] {
  const ids = String(raw ?? '')
    .split(',')
    .filter((part) => /^\d{1,15}$/.test(part))
    .map(Number);
  return [...new Set(ids)].slice(0, MOST_COMPARED);
}

export function writeCompared(ids: readonly number[]): string | undefined {
  return ids.length === 0 ? undefined : ids.join();
}
