import type { Item } from '../items/item.ts';
import { ratingLabel } from '../items/ratings.ts';
import { tierRank } from '../items/tiers.ts';

/** What everything that is worn comes to. */
export interface Totals {
  /** Of body armour and clothes, a shield left out: it covers no part of the body. */
  armourLevel: number;
  pieces: number;
  /** Ratings that are above 0, by their names in the game's order. */
  ratings: { key: string; label: string; sum: number }[];
  sets: { id: number; name: string; count: number }[];
  cantrips: WornCantrip[];
  wasted: number;
}

/** One family of cantrips that something worn carries. */
export interface WornCantrip {
  key: string;
  label: string;
  tier: string;
  /** The piece whose cantrip counts. */
  on: Item;
  /** Pieces whose cantrip of this family does nothing. */
  wastedOn: Item[];
}

/** Gear ratings in the game's order. */
const RATINGS = [
  'damage',
  'damage_resist',
  'crit',
  'crit_resist',
  'crit_damage',
  'crit_damage_resist',
  'healing_boost',
  'nether_resist',
  'life_resist',
  'vitality',
  'pk_damage',
  'pk_damage_resist',
];

/**
 * Families that act on the piece that carries them: Impenetrability and the banes on armour; Defender, the Thirsts and
 * Swift Hunter on the weapon. A second one of these is not lost.
 */
const ON_ITEM = new Set([391, 381, 383, 385, 387, 389, 393, 395, 397, 329, 323, 399]);

/** Adds up what is worn. Server rule: of a family of cantrips only the strongest acts on the wearer. */
export function totalsOf(worn: readonly Item[]): Totals {
  const pieces = worn.filter((item) => (item.armor_level ?? 0) > 0 && !item.worn_at.includes('shield'));
  const cantrips = familiesOf(worn);
  return {
    armourLevel: pieces.reduce((sum, item) => sum + (item.armor_level ?? 0), 0),
    pieces: pieces.length,
    ratings: RATINGS.map((key) => ({
      key,
      label: ratingLabel(key),
      sum: worn.reduce((sum, item) => sum + (item.ratings[key] ?? 0), 0),
    })).filter(({ sum }) => sum > 0),
    sets: setsOf(worn),
    cantrips,
    wasted: cantrips.reduce((sum, { wastedOn }) => sum + wastedOn.length, 0),
  };
}

function setsOf(worn: readonly Item[]): Totals['sets'] {
  const sets = new Map<number, Totals['sets'][number]>();
  for (const { set } of worn) {
    if (set === null) continue;
    sets.set(set.id, { ...set, count: (sets.get(set.id)?.count ?? 0) + 1 });
  }
  return [...sets.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

function familiesOf(worn: readonly Item[]): WornCantrip[] {
  const carried = worn
    .flatMap((item) => item.cantrips.map((cantrip) => ({ item, cantrip, rank: tierRank(cantrip.tier) })))
    .sort((a, b) => b.rank - a.rank || a.cantrip.name.localeCompare(b.cantrip.name));
  const held = new Map<number, WornCantrip>();
  const lines: WornCantrip[] = [];
  for (const { item, cantrip } of carried) {
    const holder = ON_ITEM.has(cantrip.family) ? undefined : held.get(cantrip.family);
    if (holder !== undefined) {
      holder.wastedOn.push(item);
      continue;
    }
    const line: WornCantrip = {
      key: `${item.id} ${cantrip.family}`,
      label: cantrip.name,
      tier: cantrip.tier,
      on: item,
      wastedOn: [],
    };
    held.set(cantrip.family, line);
    lines.push(line);
  }
  return lines;
}
