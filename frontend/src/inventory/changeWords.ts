/** Numbers that people know, before and after. */
const NUMBERS: Readonly<Record<string, string>> = {
  base_armor_level: 'armour level',
  base_max_damage: 'damage',
  times_tinkered: 'tinkers',
  workmanship: 'workmanship',
  name: 'was',
};

/** Ids and masks, of which only that they changed means something to people. */
const SIGNS: Readonly<Record<string, string>> = {
  material: 'another material',
  equipment_set: 'another set',
  coverage: 'covers another part',
  equippable_slots: 'covers another part',
  imbue_bits: 'imbued',
};

/** What changed of an item, before and after: "armour level 240 → 260". Says nothing of what it does not know. */
export function detailWords(detail: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(detail).map(([key, value]) => {
    const label = NUMBERS[key];
    if (label === undefined || !Array.isArray(value)) return SIGNS[key] ?? '';
    const [before, after]: unknown[] = value;
    return key === 'name' ? `${label} ${text(before)}` : `${label} ${text(before)} → ${text(after)}`;
  });
  return [...new Set(words)].filter((word) => word !== '').join(', ');
}

function text(value: unknown): string {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : 'unknown';
}
