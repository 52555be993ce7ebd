/** How many characters stand beside each other at most. */
export const MOST_COMPARED = 12;

/** The comparison's part of the address. */
export interface CompareSearch {
  /** Names with commas between them, in the order of the columns. */
  names?: string | undefined;
  /** Only lines in which they differ. */
  diff?: 1 | undefined;
}

/** Reads the address; what makes no sense is left out. */
export function readCompareSearch(raw: Record<string, unknown>): CompareSearch {
  const search: CompareSearch = {};
  const names = writeNames(readNames(String(raw.names ?? '')));
  if (names !== undefined) search.names = names;
  if (raw.diff === 1 || raw.diff === '1' || raw.diff === true) search.diff = 1;
  return search;
}

/** The names of the address, each once. */
export function readNames(text: string | undefined): readonly string[] {
  const names = (text ?? '').split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))].slice(0, MOST_COMPARED);
}

/** Undefined for none. */
export function writeNames(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : names.join(',');
}
