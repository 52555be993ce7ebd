import type { Row } from '../api/types.ts';

/** The rows on the screen, which stay where they are while those of the server move. */
export interface Held {
  rows: readonly Row[];
  /** Ids of shown rows that the server has no more here: deleted, or no longer matching. */
  gone: ReadonlySet<string>;
  /** How many rows the server has here that are not shown. */
  fresh: number;
}

/**
 * What to show when the same page came anew while somebody looks at it: each row stays in its place with its new values,
 * those that left are marked, and those that came are counted.
 */
export function hold(shown: readonly Row[], latest: readonly Row[]): Held {
  const now = new Map(latest.map((row) => [row.id, row]));
  const before = new Set(shown.map((row) => row.id));
  return {
    rows: shown.map((row) => now.get(row.id) ?? row),
    gone: new Set(shown.filter((row) => !now.has(row.id)).map((row) => row.id)),
    fresh: latest.filter((row) => !before.has(row.id)).length,
  };
}

/** Whether a page differs from what is shown only in values: then nothing need be held. */
export function samePlaces(shown: readonly Row[], latest: readonly Row[]): boolean {
  return shown.length === latest.length && shown.every((row, i) => row.id === latest[i]?.id);
}
