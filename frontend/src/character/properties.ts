/** A character's properties that the game's own panels show, by the server's property numbers. */
interface Known {
  id: number;
  /** As the game's panels have it. */
  label: string;
  /** What it does, where the name does not tell. */
  what?: string;
}

export interface PropertyLine extends Known {
  value: number;
}

export const RATINGS: readonly Known[] = [
  { id: 307, label: 'Damage' },
  { id: 308, label: 'Damage resistance' },
  { id: 313, label: 'Critical' },
  { id: 315, label: 'Critical resistance' },
  { id: 314, label: 'Critical damage' },
  { id: 316, label: 'Critical damage resistance' },
  { id: 323, label: 'Healing boost' },
  { id: 331, label: 'Nether resistance' },
  { id: 350, label: 'Resistance to lasting damage' },
  { id: 351, label: 'Life resistance' },
  { id: 379, label: 'Vitality' },
  { id: 381, label: 'Damage to players' },
  { id: 382, label: 'Damage resistance to players' },
  { id: 356, label: 'Sneak attack' },
  { id: 357, label: 'Recklessness' },
  { id: 358, label: 'Deception' },
];

export const AUGMENTATIONS: readonly Known[] = [
  { id: 218, label: 'Reinforcement of the Lugians', what: 'strength' },
  { id: 219, label: 'Bleeargh’s Fortitude', what: 'endurance' },
  { id: 220, label: 'Oswald’s Enhancement', what: 'coordination' },
  { id: 221, label: 'Siraluun’s Blessing', what: 'quickness' },
  { id: 222, label: 'Enduring Calm', what: 'focus' },
  { id: 223, label: 'Steadfast Will', what: 'self' },
  { id: 224, label: 'Ciandra’s Essence', what: 'salvaging' },
  { id: 225, label: 'Yoshi’s Essence', what: 'item tinkering' },
  { id: 226, label: 'Jibril’s Essence', what: 'armour tinkering' },
  { id: 227, label: 'Celdiseth’s Essence', what: 'magic item tinkering' },
  { id: 228, label: 'Koga’s Essence', what: 'weapon tinkering' },
  { id: 229, label: 'Shadow of the Seventh Mule', what: 'pack slot' },
  { id: 230, label: 'Might of the Seventh Mule', what: 'burden' },
  { id: 231, label: 'Clutch of the Miser', what: 'items kept at death' },
  { id: 232, label: 'Enduring Enchantment', what: 'spells outlast death' },
  { id: 233, label: 'Critical Protection' },
  { id: 234, label: 'Quick Learner', what: 'experience' },
  { id: 235, label: 'Ciandra’s Fortune', what: 'salvage' },
  { id: 236, label: 'Charmed Smith', what: 'imbues' },
  { id: 237, label: 'Innate Renewal', what: 'regeneration' },
  { id: 238, label: 'Archmage’s Endurance', what: 'length of spells' },
  { id: 240, label: 'Enhancement of the Blade Turner', what: 'slashing' },
  { id: 241, label: 'Enhancement of the Arrow Turner', what: 'piercing' },
  { id: 242, label: 'Enhancement of the Mace Turner', what: 'bludgeoning' },
  { id: 243, label: 'Caustic Enhancement', what: 'acid' },
  { id: 244, label: 'Fiery Enhancement', what: 'fire' },
  { id: 245, label: 'Icy Enhancement', what: 'cold' },
  { id: 246, label: 'Storm’s Enhancement', what: 'lightning' },
  { id: 294, label: 'Infused Creature Magic' },
  { id: 295, label: 'Infused Item Magic' },
  { id: 296, label: 'Infused Life Magic' },
  { id: 297, label: 'Infused War Magic' },
  { id: 328, label: 'Infused Void Magic' },
  { id: 298, label: 'Eye of the Remorseless', what: 'critical chance' },
  { id: 299, label: 'Hand of the Remorseless', what: 'critical damage' },
  { id: 300, label: 'Master of the Steel Circle', what: 'melee skills' },
  { id: 301, label: 'Master of the Focused Eye', what: 'missile skill' },
  { id: 302, label: 'Master of the Five Fold Path', what: 'magic skills' },
  { id: 309, label: 'Frenzy of the Slayer', what: 'damage rating' },
  { id: 310, label: 'Iron Skin of the Invincible', what: 'damage resistance rating' },
  { id: 326, label: 'Jack of All Trades', what: 'all skills' },
  { id: 327, label: 'Resistance to nether' },
];

/** Luminance augmentations. */
export const AURAS: readonly Known[] = [
  { id: 333, label: 'Valor', what: 'damage rating' },
  { id: 334, label: 'Protection', what: 'damage resistance rating' },
  { id: 335, label: 'Glory', what: 'critical damage rating' },
  { id: 336, label: 'Temperance', what: 'critical damage resistance rating' },
  { id: 337, label: 'Surge strength', what: 'aetheria' },
  { id: 338, label: 'Aetheric Vision', what: 'aetheria surge chance' },
  { id: 339, label: 'Mana Flow', what: 'mana used by items' },
  { id: 340, label: 'Mana Infusion', what: 'mana gained by items' },
  { id: 341, label: 'Vitality', what: 'health' },
  { id: 342, label: 'Purity', what: 'healing rating' },
  { id: 343, label: 'Craftsman', what: 'tinkering' },
  { id: 344, label: 'Specialization', what: 'specialised skills' },
  { id: 365, label: 'World', what: 'all skills' },
];

export type Properties = Record<string, number | null>;

/** The properties of a table that the character has, in the table's order; none that is 0 or unknown. */
export function propertyLines(properties: Properties, table: readonly Known[]): PropertyLine[] {
  return table.flatMap((known) => {
    const value = properties?.[known.id] ?? null;
    return value === null || value === 0 ? [] : [{ ...known, value }];
  });
}

const MASTERIES = 'Unarmed Sword Axe Mace Spear Dagger Staff Bow Crossbow Thrown Two-handed'.split(' ');
const SUMMONING = ['Primalist', 'Necromancer', 'Naturalist'];
const AETHERIA = ['blue', 'yellow', 'red'];

/** What of its masteries and aetheria slots is known, in words. */
export function masteryFacts(properties: Properties): { label: string; value: string }[] {
  const named = (id: number, names: readonly string[]) => names[(properties?.[id] ?? 0) - 1] ?? '';
  const slots = properties?.[322] ?? 0;
  return [
    { label: 'Melee mastery', value: named(354, MASTERIES) },
    { label: 'Missile mastery', value: named(355, MASTERIES) },
    { label: 'Summoning mastery', value: named(362, SUMMONING) },
    { label: 'Aetheria', value: AETHERIA.filter((_, bit) => (slots & (1 << bit)) !== 0).join(', ') },
  ].filter(({ value }) => value !== '');
}
