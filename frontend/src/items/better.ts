import type { Item } from './item.ts';
import { written } from './query/choice.ts';
import { slotValue, slotWord } from './slots.ts';

export interface Better {
  query: string;
  /** What it is to be better than. */
  words: string;
}

/**
 * The query for what beats the worn item of a slot, in armour level or else in damage or in cantrips of its best tier.
 * Of two rings the worse is to be beaten.
 */
export function betterThanWorn(worn: readonly Item[], slot: string): Better {
  const place = written('slot', [slot]);
  const there = worn.filter((item) => item.worn_at.some((at) => slotValue(at) === slotValue(slot)));
  const [item] = [...there].sort((a, b) => strength(a) - strength(b));
  if (item === undefined)
    return { query: place, words: `Nothing is worn on the ${slotWord(slot).toLowerCase()}.` };
  const words = `Now: ${item.name}`;
  if (item.armor_level !== null) {
    return { query: `${place} al:>${item.armor_level}`, words: `${words}, AL ${item.armor_level}` };
  }
  if (item.max_damage !== null) {
    return { query: `${place} dmg:>${item.max_damage}`, words: `${words}, damage ${item.max_damage}` };
  }
  return { query: `${place} -${written('on', [item.character_name])}`, words };
}

function strength(item: Item): number {
  return item.armor_level ?? item.max_damage ?? item.cantrips.length;
}
