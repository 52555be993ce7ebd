import type { Item } from '../items/item.ts';

/** Whether a filter is words alone, which the page finds by itself; anything more is the search's language. */
export function isWords(text: string): boolean {
  return /^[\p{L}\p{N}\s',.-]*$/u.test(text) && !/(^|\s)-/.test(text) && !/\b(and|or|not)\b/i.test(text);
}

/** Whether an item's name, material, set, class or cantrips hold every word. */
export function holdsWords(item: Item, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const all = [
    item.name,
    item.material,
    item.set?.name,
    item.class,
    ...item.cantrips.map(({ label }) => label),
    ...item.imbues,
  ]
    .join(' ')
    .toLowerCase();
  return words.every((word) => all.includes(word));
}
