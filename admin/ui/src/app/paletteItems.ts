import type { IconName } from '../ui/icons.gen.ts';

/** Something that the palette leads to or does. */
export interface PaletteItem {
  id: string;
  group: string;
  label: string;
  /** Other words that it may be looked for by. */
  words?: string;
  hint?: string;
  /** Its key, as in the table of shortcuts. */
  keys?: string;
  icon: IconName;
  run: () => void;
}

/**
 * How well an item answers what was typed; 0 is not at all. The start of the label is best, then the start of one of
 * its words, then anywhere in it, then the other words. Every word typed must be found.
 */
export function score(item: Pick<PaletteItem, 'label' | 'words'>, query: string): number {
  const label = item.label.toLowerCase();
  const others = (item.words ?? '').toLowerCase();
  let worst = 5;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    let found = 0;
    if (label === word) found = 5;
    else if (label.startsWith(word)) found = 4;
    else if (label.split(/[\s'-]+/).some((part) => part.startsWith(word))) found = 3;
    else if (label.includes(word)) found = 2;
    else if (others.includes(word)) found = 1;
    if (found === 0) return 0;
    worst = Math.min(worst, found);
  }
  return worst;
}

/** What to show for what was typed, best first; groups in the order of their best. */
export function matching(items: readonly PaletteItem[], query: string): [string, PaletteItem[]][] {
  const scored = items
    .map((item, order) => ({ item, order, points: score(item, query) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || a.order - b.order);
  const groups = new Map<string, PaletteItem[]>();
  for (const { item } of scored) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}
