import type { Item } from '../items/item.ts';

/** A place on the body, and where it stands in the drawing of 5 columns. */
export interface Place {
  slot: string;
  label: string;
  column: number;
  row: number;
}

/** The seventeen places of a suit, and those beside it, laid out like a body: arms at its side, jewellery at the rim. */
export const PLACES: readonly Place[] = [
  { slot: 'trinket', label: 'Trinket', column: 1, row: 1 },
  { slot: 'head', label: 'Head', column: 3, row: 1 },
  { slot: 'neck', label: 'Neck', column: 5, row: 1 },
  { slot: 'cloak', label: 'Cloak', column: 1, row: 2 },
  { slot: 'upper_arms', label: 'Upper arms', column: 2, row: 2 },
  { slot: 'chest', label: 'Chest', column: 3, row: 2 },
  { slot: 'shirt', label: 'Shirt', column: 4, row: 2 },
  { slot: 'aetheria_blue', label: 'Blue aetheria', column: 5, row: 2 },
  { slot: 'bracelet_left', label: 'Left bracelet', column: 1, row: 3 },
  { slot: 'lower_arms', label: 'Lower arms', column: 2, row: 3 },
  { slot: 'abdomen', label: 'Abdomen', column: 3, row: 3 },
  { slot: 'pants', label: 'Trousers', column: 4, row: 3 },
  { slot: 'bracelet_right', label: 'Right bracelet', column: 5, row: 3 },
  { slot: 'ring_left', label: 'Left ring', column: 1, row: 4 },
  { slot: 'hands', label: 'Hands', column: 2, row: 4 },
  { slot: 'upper_legs', label: 'Upper legs', column: 3, row: 4 },
  { slot: 'aetheria_yellow', label: 'Yellow aetheria', column: 4, row: 4 },
  { slot: 'ring_right', label: 'Right ring', column: 5, row: 4 },
  { slot: 'weapon', label: 'Weapon', column: 1, row: 5 },
  { slot: 'ammunition', label: 'Ammunition', column: 2, row: 5 },
  { slot: 'lower_legs', label: 'Lower legs', column: 3, row: 5 },
  { slot: 'aetheria_red', label: 'Red aetheria', column: 4, row: 5 },
  { slot: 'shield', label: 'Shield', column: 5, row: 5 },
  { slot: 'feet', label: 'Feet', column: 3, row: 6 },
];

const SUIT = new Set([
  ...['head', 'hands', 'feet', 'chest', 'abdomen', 'upper_arms', 'lower_arms', 'upper_legs', 'lower_legs'],
  ...['shirt', 'pants', 'neck', 'bracelet_left', 'bracelet_right', 'ring_left', 'ring_right', 'trinket'],
]);
export const SUIT_SIZE = SUIT.size;

/** What is worn at a place. A piece that covers several stands in each, and is `whole` in the first alone. */
export interface Worn {
  item: Item;
  whole: boolean;
}

/** Where a piece stands on the body. Boots are worn on the lower legs too, but belong to the feet alone. */
function placesOf({ worn_at, slots }: Item): readonly string[] {
  const own = worn_at.filter((slot) => slots.includes(slot));
  return own.length > 0 ? own : worn_at;
}

/** Worn pieces by place; of two at the same place (underclothes under robes) the one listed first. */
export function wornByPlace(items: readonly Item[]): ReadonlyMap<string, Worn> {
  const byPlace = new Map<string, Worn>();
  for (const item of items) {
    let whole = true;
    const places = placesOf(item);
    for (const { slot } of PLACES) {
      if (!places.includes(slot) || byPlace.has(slot)) continue;
      byPlace.set(slot, { item, whole });
      whole = false;
    }
  }
  return byPlace;
}

/** How many of the suit's seventeen places are filled. */
export function filledPlaces(byPlace: ReadonlyMap<string, Worn>): number {
  return [...byPlace.keys()].filter((slot) => SUIT.has(slot)).length;
}
