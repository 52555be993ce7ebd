/** The tabs of a character's page; the first one has no word of its own in the address. */
export const TABS = [
  { key: '', label: 'Sheet' },
  { key: 'quests', label: 'Quests' },
  { key: 'cantrips', label: 'Cantrips' },
  { key: 'inventory', label: 'Inventory' },
  { key: 'combat', label: 'Combat' },
  { key: 'radar', label: 'Radar' },
  { key: 'dungeon', label: 'Dungeon' },
  { key: 'history', label: 'History' },
] as const;
export type TabKey = (typeof TABS)[number]['key'];

/** Other words for the first tab, as addresses may have them. */
const FIRST = new Set(['sheet', 'vitals', 'stats', 'skills']);

/** The tab that an address names; null for a word that is no tab's. */
export function readTab(word: string | undefined): TabKey | null {
  if (word === undefined || FIRST.has(word)) return '';
  return TABS.find(({ key }) => key === word)?.key ?? null;
}
