import { formatCount } from '../live/age.ts';
import type { Item, ItemDetail } from './item.ts';
import { ratingLabel } from './ratings.ts';
import { bestFirst, familyName, tierLetter, tierRank } from './tiers.ts';

/** One thing that items are compared by. */
export interface CompareRow {
  label: string;
  cells: CompareCell[];
}

export interface CompareCell {
  text: string;
  /** Better than at least one of the others and as good as any. */
  best: boolean;
  /** Of a cantrip: its tier, for its colour. */
  tier?: string;
  /** Of a difference: whether it gains or loses. */
  sign?: -1 | 0 | 1;
}

export interface CompareGroup {
  label: string;
  rows: CompareRow[];
}

/** What of two is better: more, less, or neither. */
type Better = 1 | -1 | 0;

interface Figure {
  label: string;
  better: Better;
  read: (item: ItemDetail) => number | null;
  write?: (value: number) => string;
}

const FIGURES: readonly Figure[] = [
  { label: 'Armour level', better: 1, read: (item) => item.armor_level },
  { label: 'Greatest damage', better: 1, read: (item) => item.max_damage },
  { label: 'Variance', better: -1, read: (item) => item.variance, write: (value) => value.toFixed(2) },
  { label: 'Attack', better: 1, read: combat('attack_bonus'), write: percentMore },
  { label: 'Melee defence', better: 1, read: combat('melee_defense_bonus'), write: percentMore },
  { label: 'Damage modifier', better: 1, read: combat('damage_modifier'), write: percentMore },
  { label: 'Elemental damage', better: 1, read: combat('elemental_damage_bonus') },
  { label: 'Against monsters', better: 1, read: combat('elemental_vs_monsters'), write: percentMore },
  {
    label: 'Mana conversion',
    better: 1,
    read: combat('mana_conversion_bonus'),
    write: (v) => percentMore(v + 1),
  },
  { label: 'Speed', better: -1, read: combat('weapon_speed') },
  { label: 'Workmanship', better: 1, read: (item) => item.workmanship, write: trimmed },
  { label: 'Wield level', better: -1, read: (item) => item.wield_level },
  { label: 'Arcane lore', better: -1, read: (item) => item.lore },
  { label: 'Burden', better: -1, read: (item) => item.burden },
  { label: 'Value', better: 0, read: (item) => item.value },
  { label: 'Tinkered', better: 0, read: (item) => item.tinks },
];

const PROTECTION = ['slash', 'pierce', 'bludgeon', 'fire', 'cold', 'acid', 'lightning', 'nether'];

/** Everything that can be compared of some items; what none of them has is left out. */
export function compareGroups(items: readonly ItemDetail[]): CompareGroup[] {
  const ratings = [...new Set(items.flatMap((item) => Object.keys(item.ratings)))].sort();
  const groups: CompareGroup[] = [
    { label: 'Figures', rows: FIGURES.flatMap((figure) => figureRow(figure, items)) },
    {
      label: 'Ratings',
      rows: ratings.flatMap((rating) =>
        figureRow(
          { label: ratingLabel(rating), better: 1, read: (item) => item.ratings[rating] ?? null },
          items,
        ),
      ),
    },
    { label: 'Cantrips', rows: cantripRows(items) },
    {
      label: 'Protection',
      rows: PROTECTION.flatMap((name) =>
        figureRow(
          { label: capital(name), better: 1, read: combat(`vs_${name}`), write: (value) => value.toFixed(2) },
          items,
        ),
      ),
    },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}

function figureRow({ label, better, read, write = formatCount }: Figure, items: readonly ItemDetail[]) {
  const values = items.map(read);
  if (values.every((value) => value === null)) return [];
  const best = bestOf(values.map((value) => (value === null || better === 0 ? null : value * better)));
  return [
    {
      label,
      cells: values.map((value, i) => ({
        text: value === null ? '–' : write(value),
        best: best[i] ?? false,
      })),
    },
  ];
}

function cantripRows(items: readonly ItemDetail[]): CompareRow[] {
  const families = new Map<number, string>();
  for (const item of items)
    for (const { family, name } of bestFirst(item.cantrips)) families.set(family, familyName(name));
  return [...families].map(([family, label]) => {
    const tiers = items.map((item) => bestFirst(item.cantrips.filter((c) => c.family === family))[0]?.tier);
    const best = bestOf(tiers.map((tier) => (tier === undefined ? 0 : tierRank(tier))));
    return {
      label,
      cells: tiers.map((tier, i) =>
        tier === undefined
          ? { text: '–', best: false }
          : { text: tierLetter(tier), best: best[i] ?? false, tier: tier.toLowerCase() },
      ),
    };
  });
}

/** Which are the greatest; none where all are the same. */
function bestOf(values: readonly (number | null)[]): boolean[] {
  const known = values.filter((value) => value !== null);
  const most = Math.max(...known);
  const differ = known.some((value) => value !== most);
  return values.map((value) => differ && value === most);
}

/** How much better each is than what is worn in its place; null where there is nothing to measure it by. */
export function deltas(items: readonly Item[], worn: readonly Item[]): CompareRow | null {
  const values = items.map((item) => delta(item, worn));
  if (values.every((value) => value === null)) return null;
  const best = bestOf(values);
  return {
    label: 'Δ to worn',
    cells: values.map((value, i) =>
      value === null
        ? { text: '–', best: false }
        : {
            text: value > 0 ? `+${formatCount(value)}` : formatCount(value),
            best: best[i] ?? false,
            sign: value > 0 ? 1 : value < 0 ? -1 : 0,
          },
    ),
  };
}

/**
 * What an item adds to armour level, or else to the greatest damage, over what is worn where it would be. A coat stands
 * against each piece that it takes the place of, by their mean; a slot that nothing is worn in counts as 0.
 */
export function delta(item: Item, worn: readonly Item[]): number | null {
  const measure = (of: Item) => (item.armor_level !== null ? of.armor_level : of.max_damage);
  const own = measure(item);
  if (own === null || item.slots.length === 0 || worn.length === 0) return null;
  const there = item.slots.map((slot) => worn.find((one) => one.worn_at.includes(slot)));
  const sum = there.reduce((total, one) => total + ((one && measure(one)) ?? 0), 0);
  return Math.round(own - sum / there.length);
}

function combat(column: string): (item: ItemDetail) => number | null {
  return (item) => {
    const value = item.combat?.[column];
    return typeof value === 'number' ? value : null;
  };
}

/** A multiplier as what it adds: 1.18 is +18 %. */
function percentMore(value: number): string {
  const percent = Math.round((value - 1) * 1000) / 10;
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`;
}

function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
