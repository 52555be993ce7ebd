import { same } from './same.ts';

type Values = Readonly<Record<string, unknown>>;

/** A field that both changed, each to something else. */
export interface Conflict {
  name: string;
  mine: unknown;
  theirs: unknown;
  base: unknown;
}

/** Two people's changes of one row, brought together. */
export interface Merge {
  conflicts: Conflict[];
  /** What only I changed, or both in the same way: it stays. */
  mine: string[];
  /** What only the other changed: it is taken over. */
  theirs: string[];
}

/**
 * Compares my changes with what somebody else made of the row meanwhile. base is the row as I read it, theirs as it is
 * now, and changes what I have changed. Members that only one of base and theirs has are nobody's change.
 */
export function merge3(base: Values, theirs: Values, changes: Values): Merge {
  const merge: Merge = { conflicts: [], mine: [], theirs: [] };
  for (const [name, mine] of Object.entries(changes)) {
    const other = theirs[name];
    if (!Object.hasOwn(theirs, name) || same(base[name], other)) merge.mine.push(name);
    else if (!same(mine, other)) merge.conflicts.push({ name, mine, theirs: other, base: base[name] });
  }
  for (const [name, other] of Object.entries(theirs)) {
    if (Object.hasOwn(base, name) && !Object.hasOwn(changes, name) && !same(base[name], other)) {
      merge.theirs.push(name);
    }
  }
  return merge;
}
