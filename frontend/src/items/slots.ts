/** What the language runs together or shortens. */
const WORDS: Record<string, string> = {
  upperarms: 'Upper arms',
  lowerarms: 'Lower arms',
  upperlegs: 'Upper legs',
  lowerlegs: 'Lower legs',
  neck: 'Necklace',
  blue: 'Blue aetheria',
  yellow: 'Yellow aetheria',
  red: 'Red aetheria',
  melee: 'Melee weapon',
  missile: 'Missile weapon',
  twohanded: 'Two-handed weapon',
  ammo: 'Ammunition',
};

/** A slot as a query writes it: either ring is "ring". */
export function slotValue(slot: string): string {
  return slot
    .replace(/_(left|right)$/, '')
    .replace(/^aetheria_/, '')
    .replace(/^ammunition$/, 'ammo')
    .replaceAll('_', '');
}

/** "Ring" for either of the two; "Upper arms". */
export function slotWord(slot: string): string {
  const value = slotValue(slot);
  return WORDS[value] ?? value.charAt(0).toUpperCase() + value.slice(1);
}

/** The slots of an item in a few words, each once: "Chest, upper arms". */
export function slotWords(slots: readonly string[]): string {
  const words = [...new Set(slots.map(slotWord))];
  return words.map((word, i) => (i === 0 ? word : word.toLowerCase())).join(', ');
}
