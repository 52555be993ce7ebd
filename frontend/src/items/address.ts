/** Items side by side, at most so many. */
export const MOST_COMPARED = 4;

export interface Sort {
  field: string;
  descending: boolean;
}

export const FIRST_SORT: Sort = { field: 'al', descending: true };

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
export function readCompared(text: string | undefined): number[] {
  const ids = (text ?? '')
    .split(',')
    .filter((part) => /^\d{1,15}$/.test(part))
    .map(Number);
  return [...new Set(ids)].slice(0, MOST_COMPARED);
}

export function writeCompared(ids: readonly number[]): string | undefined {
  return ids.length === 0 ? undefined : ids.join();
}
