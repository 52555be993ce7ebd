/** Which rows a bulk change is for: those named, or all that match. */
export type RowsAsked = { ids: string[] } | { filter: string; search?: string };

export function rowsAsked(ids: ReadonlySet<string>, all: boolean, filter: string, search: string): RowsAsked {
  if (!all) return { ids: [...ids] };
  return search === '' ? { filter } : { filter, search };
}

/** Ids as a filter, quoted where they would be read as something else. */
export function idFilter(ids: Iterable<string>): string {
  const quoted = [...ids].map((id) =>
    /^[A-Za-z0-9_-]+$/.test(id) && id !== 'null' ? id : `"${id.replace(/["\\]/g, '\\$&')}"`,
  );
  return quoted.length === 1 ? `id:${quoted[0]}` : `id:(${quoted.join(',')})`;
}
