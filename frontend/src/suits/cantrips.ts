import type { Tier } from './types.ts';

export const TIERS: readonly Tier[] = ['minor', 'major', 'epic', 'legendary'];

/** A wish for a cantrip: its family at that tier or better. */
export interface Wish {
  family: string;
  tier: Tier;
  /** Comes before all that are none. */
  must: boolean;
  weight: number;
}

export function tierLabel(tier: Tier): string {
  return tier.charAt(0).toUpperCase() + tier.slice(1);
}

export function wishName(wish: Pick<Wish, 'family' | 'tier'>): string {
  return `${tierLabel(wish.tier)} ${wish.family}`;
}

/** Reads "Epic Strength"; null where no tier stands before it. */
export function readWish(text: string): Wish | null {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const tier = TIERS.find((known) => known === first.toLowerCase());
  return tier === undefined || rest.length === 0
    ? null
    : { family: rest.join(' '), tier, must: false, weight: 1 };
}

/** Long names as the narrow column writes them. */
const SHORT: Record<string, string> = {
  'Light Weapon Aptitude': 'Light Weapon',
  'Heavy Weapon Aptitude': 'Heavy Weapon',
  'Finesse Weapon Aptitude': 'Finesse Weapon',
  'Missile Weapon Aptitude': 'Missile Weapon',
  'Two Handed Combat Aptitude': 'Two Handed',
  'Dual Wield Aptitude': 'Dual Wield',
  'Shield Aptitude': 'Shield',
  'Creature Enchantment Aptitude': 'Creature Magic',
  'Item Enchantment Aptitude': 'Item Magic',
  'Life Magic Aptitude': 'Life Magic',
  'War Magic Aptitude': 'War Magic',
  'Void Magic Aptitude': 'Void Magic',
  'Mana Conversion Prowess': 'Mana Conv.',
  'Bludgeon Ward / Bludgeoning Ward': 'Bludgeon Ward',
  'Bludgeoning Ward': 'Bludgeon Ward',
  'Magic Resistance': 'Magic Resist',
  'Armor Tinkering Expertise': 'Armor Tinker',
  'Item Tinkering Expertise': 'Item Tinker',
  'Magic Item Tinkering Expertise': 'Magic Tinker',
  'Weapon Tinkering Expertise': 'Weapon Tinker',
  'Dirty Fighting Prowess': 'Dirty Fighting',
  'Sneak Attack Prowess': 'Sneak Attack',
  'Recklessness Prowess': 'Recklessness',
  'Summoning Prowess': 'Summoning',
  'Healing Prowess': 'Healing',
};

export function shortFamily(family: string): string {
  return SHORT[family] ?? family;
}

/** One name for a family that goes by several. */
export function plainFamily(family: string): string {
  return family === 'Bludgeon Ward' || family === 'Bludgeon Ward / Bludgeoning Ward'
    ? 'Bludgeoning Ward'
    : family;
}

const ATTRIBUTES = ['Strength', 'Endurance', 'Coordination', 'Quickness', 'Focus', 'Willpower'];
const WARDS = ['Acid', 'Flame', 'Frost', 'Storm', 'Slashing', 'Piercing', 'Bludgeoning'].map(
  (element) => `${element} Ward`,
);
const DEFENCES = ['Invulnerability', 'Impregnability', 'Magic Resistance', 'Armor'];

/** The families as the grid groups them; a family that is in none stands under "Other skills". */
export const GROUPS: readonly { label: string; families: readonly string[] }[] = [
  { label: 'Attributes', families: ATTRIBUTES },
  { label: 'Defence', families: [...DEFENCES, 'Shield Aptitude'] },
  { label: 'Wards', families: WARDS },
  {
    label: 'Weapons',
    families: [
      'Heavy Weapon Aptitude',
      'Light Weapon Aptitude',
      'Finesse Weapon Aptitude',
      'Two Handed Combat Aptitude',
      'Missile Weapon Aptitude',
      'Dual Wield Aptitude',
      'Dirty Fighting Prowess',
      'Recklessness Prowess',
      'Sneak Attack Prowess',
    ],
  },
  {
    label: 'Magic',
    families: [
      'War Magic Aptitude',
      'Void Magic Aptitude',
      'Life Magic Aptitude',
      'Creature Enchantment Aptitude',
      'Item Enchantment Aptitude',
      'Mana Conversion Prowess',
      'Summoning Prowess',
      'Arcane Prowess',
    ],
  },
];

export const OTHER_GROUP = 'Other skills';

/** Groups of those that there are, in the grid's order. */
export function grouped<T extends { name: string }>(
  families: readonly T[],
): { label: string; families: T[] }[] {
  const left = new Map(families.map((family) => [plainFamily(family.name), family]));
  const groups = GROUPS.map(({ label, families: names }) => ({
    label,
    families: names.flatMap((name) => {
      const found = left.get(name);
      left.delete(name);
      return found ?? [];
    }),
  }));
  const rest = [...left.values()].sort((a, b) => a.name.localeCompare(b.name));
  return [...groups, { label: OTHER_GROUP, families: rest }].filter((group) => group.families.length > 0);
}

/** Bundles of families that one asks for together. */
export const PRESETS: readonly { label: string; families: readonly string[] }[] = [
  {
    label: 'Melee',
    families: [
      'Strength',
      'Endurance',
      'Coordination',
      'Quickness',
      'Heavy Weapon Aptitude',
      ...DEFENCES,
      'Healing Prowess',
    ],
  },
  {
    label: 'Archer',
    families: [
      'Endurance',
      'Coordination',
      'Quickness',
      'Missile Weapon Aptitude',
      ...DEFENCES,
      'Healing Prowess',
      'Fletching Prowess',
    ],
  },
  {
    label: 'War mage',
    families: [
      'Endurance',
      'Focus',
      'Willpower',
      'War Magic Aptitude',
      'Life Magic Aptitude',
      'Mana Conversion Prowess',
      'Arcane Prowess',
      ...DEFENCES,
    ],
  },
  {
    label: 'Void mage',
    families: [
      'Endurance',
      'Focus',
      'Willpower',
      'Void Magic Aptitude',
      'Life Magic Aptitude',
      'Mana Conversion Prowess',
      'Arcane Prowess',
      ...DEFENCES,
    ],
  },
  { label: 'All attributes', families: ATTRIBUTES },
  { label: 'All wards', families: WARDS },
  { label: 'All defences', families: DEFENCES },
];

/** Adds families to wishes at a tier; those that are wished for already stay as they are. */
export function withFamilies(wishes: readonly Wish[], families: readonly string[], tier: Tier): Wish[] {
  const known = new Set(wishes.map((wish) => plainFamily(wish.family)));
  const more = families.filter((family) => !known.has(plainFamily(family)));
  return [...wishes, ...more.map((family) => ({ family, tier, must: false, weight: 1 }))];
}

/** One family's wish changed; null takes it away. */
export function withWish(
  wishes: readonly Wish[],
  family: string,
  change: Partial<Omit<Wish, 'family'>> | null,
): Wish[] {
  const same = (wish: Wish) => plainFamily(wish.family) === plainFamily(family);
  if (change === null) return wishes.filter((wish) => !same(wish));
  if (wishes.some(same)) return wishes.map((wish) => (same(wish) ? { ...wish, ...change } : wish));
  return [...wishes, { family, tier: 'epic', must: false, weight: 1, ...change }];
}

/** The tier that all wishes share; null where they differ, or there are none. */
export function commonTier(wishes: readonly Wish[]): Tier | null {
  const tier = wishes[0]?.tier ?? null;
  return wishes.every((wish) => wish.tier === tier) ? tier : null;
}

/** Whether a piece's cantrip meets a wish. */
export function meets(wish: Wish, cantrip: { name: string; tier: string }): boolean {
  const tier = (TIERS as readonly string[]).indexOf(cantrip.tier.toLowerCase());
  return plainFamily(cantrip.name) === plainFamily(wish.family) && tier >= TIERS.indexOf(wish.tier);
}
