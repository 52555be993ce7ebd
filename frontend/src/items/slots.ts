/** "Ring" for either of the two; "Upper arms". */
export function slotWord(slot: string): string {
  const words = slot.replace(/_(left|right)$/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The slots of an item in a few words, each once: "Chest, upper arms". */
export function slotWords(slots: readonly string[]): string {
  const words = [...new Set(slots.map(slotWord))];
  return words.map((word, i) => (i === 0 ? word : word.toLowerCase())).join(', ');
}

/** The slot as a query writes it: either ring is "ring". */
export function slotValue(slot: string): string {
  return slot.replace(/_(left|right)$/, '');
}
