import type { Glyph } from './glyphs.ts';

/** What a drawing is chosen by. */
export interface Drawn {
  name: string;
  /** The plugin's class by its number; unknown where only a slot is. */
  object_class?: number | null | undefined;
  /** Where it may be worn, by the slots' names: "upper_arms", "ring_left". */
  slots?: readonly string[] | null | undefined;
}

/** Body armour and clothes, the slot that says most first: a coat is drawn as what covers the chest. */
const WORN: readonly (readonly [slot: string, glyph: Glyph])[] = [
  ['shield', 'shield'],
  ['chest', 'breastplate'],
  ['cloak', 'cloak'],
  ['head', 'helm'],
  ['hands', 'gauntlets'],
  ['feet', 'boots'],
  ['shirt', 'shirt'],
  ['pants', 'breeches'],
  ['abdomen', 'girth'],
  ['upper_arms', 'pauldrons'],
  ['lower_arms', 'bracers'],
  ['upper_legs', 'tassets'],
  ['lower_legs', 'greaves'],
  ['neck', 'necklace'],
  ['bracelet', 'bracelet'],
  ['ring', 'ring'],
  ['trinket', 'trinket'],
  ['ammunition', 'arrow'],
  ['aetheria', 'aetheria'],
];

/** Weapons by a word of their names; the first that is found. */
const WEAPONS: readonly (readonly [words: RegExp, glyph: Glyph])[] = [
  [/arrow|bolt|quarrel|\bdart\b|ammunition/i, 'arrow'],
  [/crossbow|arbalest/i, 'crossbow'],
  [/bow\b|yumi|nayin|shouyumi|corsair|slingshot/i, 'bow'],
  [/orb\b|globe|sphere|skull/i, 'orb'],
  [/phial|atlatl|javelin|djarid|shuriken|throwing|slingshot/i, 'thrown'],
  [/wand|baton|sceptre|scepter|\brod\b|caster/i, 'wand'],
  [
    /greatsword|two.?hand|nodachi|spadone|shashqa|quadrelle|great (axe|sword|mace|star)|great.?(axe|mace|flail)|assagai|corsesca|pike|magari/i,
    'twoHander',
  ],
  [/dagger|knife|stiletto|jambiya|dirk|khanjar|lancet|poniard|main gauche/i, 'dagger'],
  [/spear|trident|yari|budiaq|partizan|partisan|swordstaff|lance|harpoon|naginata/i, 'spear'],
  [/axe|ono\b|tungi|silifi|hatchet|cleaver|hammer|tewhate|shou-ono/i, 'axe'],
  [
    /mace|club|kasrullah|dabus|tofun|jitte|morning star|flail|flanged|scourge|flamberge maul|\bmaul\b/i,
    'mace',
  ],
  [/cestus|katar|nekode|knuckles|claws?\b|hand wraps|fist/i, 'claw'],
  [/staff|nabut|stick|bastone|jo\b|quarter/i, 'staff'],
];

const CLASSES: Readonly<Record<number, Glyph>> = {
  6: 'food',
  7: 'money',
  10: 'pack',
  11: 'gem',
  12: 'component',
  13: 'key',
  15: 'note',
  16: 'manaStone',
  17: 'plant',
  18: 'food',
  19: 'potion',
  20: 'arrow',
  21: 'food',
  22: 'potion',
  23: 'arrow',
  29: 'kit',
  30: 'lockpick',
  33: 'book',
  34: 'book',
  38: 'book',
  39: 'salvage',
  42: 'scroll',
};

const MELEE = 1;
const MISSILE = 9;
const CASTER = 31;

/** The drawing for an item: weapons by name, what is worn by its slot, the rest by its class. */
export function glyphOf({ name, object_class: kind, slots }: Drawn): Glyph {
  const weapon = kind === MELEE || kind === MISSILE || kind === CASTER;
  const wields = weapon || (kind == null && (slots?.includes('weapon') ?? false));
  if (wields) {
    const byName = WEAPONS.find(([words]) => words.test(name))?.[1];
    if (byName !== undefined) return byName;
    if (kind === MISSILE) return 'thrown';
    return kind === CASTER ? 'wand' : 'sword';
  }
  for (const [slot, glyph] of WORN) {
    if (slots?.some((worn) => worn === slot || worn.startsWith(`${slot}_`))) return glyph;
  }
  if (/\b(scroll)\b/i.test(name)) return 'scroll';
  if (/\b(elixir|potion|philtre|draught|tincture)\b/i.test(name)) return 'potion';
  if (/\bessence\b/i.test(name)) return 'essence';
  return CLASSES[kind ?? -1] ?? 'misc';
}
