import type { Item } from '../items/item.ts';

/** Ids of what came or changed between two looks at an inventory; nothing at the first. */
export function changedIds(
  before: ReadonlyMap<number, string> | null,
  now: ReadonlyMap<number, string>,
): Set<number> {
  const changed = new Set<number>();
  if (before === null) return changed;
  for (const [id, text] of now) if (before.get(id) !== text) changed.add(id);
  return changed;
}

/** Everything that is told of each item but when, to be compared. */
export function tellings(items: readonly Item[]): Map<number, string> {
  return new Map(items.map((item) => [item.id, JSON.stringify({ ...item, as_of: '' })]));
}
