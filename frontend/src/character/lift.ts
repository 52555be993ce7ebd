import { type Cantrip, cantripLines } from './cantrips.ts';

/** What a cantrip adds to an attribute or skill. */
export interface Lift {
  by: number;
  tier: string;
}

/** Points of an attribute or skill cantrip, by tier. Server rule: they add to the buff, and the strongest counts. */
const POINTS: Record<string, number> = { minor: 5, major: 15, epic: 25, legendary: 35 };

/** Attributes and skills by the spell family of their cantrips, named as the plugin's sheet names them. */
const FAMILIES: Record<number, string> = {
  251: 'creature_enchantment',
  253: 'item_enchantment',
  255: 'war_magic',
  261: 'strength',
  263: 'endurance',
  265: 'quickness',
  267: 'coordination',
  269: 'focus',
  271: 'self',
  293: 'leadership',
  299: 'magic_defense',
  311: 'light_weapons',
  313: 'finesse_weapons',
  331: 'missile_weapons',
  333: 'alchemy',
  335: 'arcane_lore',
  337: 'armor_tinkering',
  339: 'cooking',
  343: 'deception',
  345: 'loyalty',
  347: 'fletching',
  349: 'healing',
  351: 'melee_defense',
  353: 'item_tinkering',
  355: 'jump',
  357: 'life_magic',
  359: 'lockpick',
  361: 'magic_item_tinkering',
  363: 'mana_conversion',
  365: 'assess_creature',
  367: 'assess_person',
  369: 'run',
  371: 'heavy_weapons',
  377: 'weapon_tinkering',
  437: 'salvaging',
  595: 'two_handed_combat',
  646: 'void_magic',
  654: 'missile_defense',
  666: 'dirty_fighting',
  669: 'dual_wield',
  672: 'recklessness',
  675: 'shield',
  678: 'sneak_attack',
  698: 'summoning',
};

/** What is lifted by a family of cantrips, as the sheet names it; null for wards and the like. */
export function liftedBy(family: number | null): string | null {
  return family === null ? null : (FAMILIES[family] ?? null);
}

/** Points that a tier adds; null for tiers that loot does not have. */
export function pointsOf(tier: string): number | null {
  return POINTS[tier] ?? null;
}

/** What the worn cantrips add, by the sheet's own names. */
export function liftsOf(cantrips: readonly Cantrip[]): ReadonlyMap<string, Lift> {
  const lifts = new Map<string, Lift>();
  for (const { family, tier, wasted } of cantripLines(cantrips)) {
    const key = liftedBy(family);
    const by = pointsOf(tier);
    if (key !== null && by !== null && !wasted) lifts.set(key, { by, tier });
  }
  return lifts;
}
