/** The items page's part of the address, as text; address.ts reads what it means. */
export interface ItemsSearch {
  q?: string;
  /** A field's name; a minus before it puts the greatest first. */
  sort?: string;
  view?: string;
  /** Row ids of the items that are compared. */
  cmp?: string;
  /** The character whose worn items these are measured by. */
  vs?: string;
}

const KEYS = ['q', 'sort', 'view', 'cmp', 'vs'] as const;

/** Reads the address; it stands in every page's code and so does no more than it must. */
export function readItemsSearch(raw: Record<string, unknown>): ItemsSearch {
  const search: ItemsSearch = {};
  for (const key of KEYS) if (raw[key] != null && raw[key] !== '') search[key] = String(raw[key]);
  return search;
}
