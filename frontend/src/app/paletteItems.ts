export interface PaletteItem {
  id: string;
  group: 'Pages' | 'Characters' | 'Actions';
  label: string;
  /** Other words that it may be looked for by. */
  words?: string;
  hint?: string;
}

/** No more characters than this are listed; typing on narrows them. */
export const characterLimit = 8;

/**
 * How well an item answers what was typed; 0 is not at all. The start of the label is best, then the start of one of
 * its words, then anywhere in it, then the other words. Every word typed must be found.
 */
export function score(item: PaletteItem, query: string): number {
  const label = item.label.toLowerCase();
  const others = (item.words ?? '').toLowerCase();
  let worst = 5;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    let found = 0;
    if (label === word) found = 5;
    else if (label.startsWith(word)) found = 4;
    else if (label.split(/[\s'-]+/).some((part) => part.startsWith(word))) found = 3;
    else if (label.includes(word)) found = 2;
    else if (others.split(/\s+/).some((part) => part.startsWith(word))) found = 1;
    if (found === 0) return 0;
    worst = Math.min(worst, found);
  }
  return worst;
}

/** What to show for what was typed, best first within each group; characters only once something is typed. */
export function matching<T extends PaletteItem>(items: readonly T[], query: string): T[] {
  const asked = query.trim() !== '';
  const scored = items
    .filter((item) => asked || item.group !== 'Characters')
    .map((item, order) => ({ item, order, points: score(item, query) }))
    .filter(({ points }) => points > 0);
  scored.sort((a, b) => b.points - a.points || a.order - b.order);
  let characters = 0;
  return scored
    .map(({ item }) => item)
    .filter((item) => item.group !== 'Characters' || characters++ < characterLimit);
}

/** The groups in the order of their best answer. */
export function grouped<T extends PaletteItem>(items: readonly T[]): [T['group'], T[]][] {
  const groups = new Map<T['group'], T[]>();
  for (const item of items) {
    const list = groups.get(item.group);
    if (list === undefined) groups.set(item.group, [item]);
    else list.push(item);
  }
  return [...groups];
}
