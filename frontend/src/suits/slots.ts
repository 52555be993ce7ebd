/** The slots of a suit, in the order in which they are listed; the names are those of the solver. */
export const SLOTS = [
  'head',
  'chest',
  'abdomen',
  'upper_arms',
  'lower_arms',
  'hands',
  'upper_legs',
  'lower_legs',
  'feet',
  'shirt',
  'pants',
  'neck',
  'bracelet_left',
  'bracelet_right',
  'ring_left',
  'ring_right',
  'trinket',
] as const;
export type Slot = (typeof SLOTS)[number];

interface SlotWords {
  label: string;
  /** Where two slots share a word: which of them. */
  side?: string;
}

const WORDS: Record<Slot, SlotWords> = {
  head: { label: 'Head' },
  chest: { label: 'Chest' },
  abdomen: { label: 'Abdomen' },
  upper_arms: { label: 'Upper arms' },
  lower_arms: { label: 'Lower arms' },
  hands: { label: 'Hands' },
  upper_legs: { label: 'Upper legs' },
  lower_legs: { label: 'Lower legs' },
  feet: { label: 'Feet' },
  shirt: { label: 'Shirt' },
  pants: { label: 'Pants' },
  neck: { label: 'Necklace' },
  bracelet_left: { label: 'Bracelet', side: 'left' },
  bracelet_right: { label: 'Bracelet', side: 'right' },
  ring_left: { label: 'Ring', side: 'left' },
  ring_right: { label: 'Ring', side: 'right' },
  trinket: { label: 'Trinket' },
};

export function isSlot(name: string): name is Slot {
  return (SLOTS as readonly string[]).includes(name);
}

/** "Bracelet" for either of them. */
export function slotLabel(slot: Slot): string {
  return WORDS[slot].label;
}

/** " left" where two slots share a label; else nothing. */
export function slotSide(slot: Slot): string {
  const { side } = WORDS[slot];
  return side === undefined ? '' : ` ${side}`;
}

/** "Left bracelet": no two slots have the same. */
export function slotName(slot: Slot): string {
  const { label, side } = WORDS[slot];
  return side === undefined ? label : `${side === 'left' ? 'Left' : 'Right'} ${label.toLowerCase()}`;
}

/** The words for any slot that the server may name, an extra one such as the cloak too. */
export function anySlotName(slot: string): string {
  if (isSlot(slot)) return slotName(slot);
  const words = slot.replaceAll('_', ' ').replaceAll('+', ', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The nine slots of body armour, where set pieces count. */
export const BODY_ARMOUR: ReadonlySet<string> = new Set(SLOTS.slice(0, 9));

/** Where a piece stands in the list: the first of its slots. */
export function slotOrder(slots: readonly string[]): number {
  const places = slots.map((slot) => (SLOTS as readonly string[]).indexOf(slot)).filter((at) => at >= 0);
  return places.length === 0 ? SLOTS.length : Math.min(...places);
}
