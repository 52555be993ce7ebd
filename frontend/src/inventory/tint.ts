/** Chroma and hue (OKLCH) of a material; the lightness is the theme's own. */
export type Tint = readonly [chroma: number, hue: number];

const GREY: Tint = [0.012, 250];

const TINTS: readonly (readonly [tint: Tint, materials: string])[] = [
  [
    [0.12, 88],
    'Gold|Brass|Pyreal|Amber|Citrine|Imperial Topaz|Yellow Topaz|Yellow Garnet|Tiger Eye|Sunstone|Sandstone',
  ],
  [[0.09, 60], 'Bronze|Copper|Leather|Armoredillo Hide|Oak|Pine|Teak|Wood|Carnelian|Zircon'],
  [[0.07, 45], 'Mahogany|Reed Shark Hide|Smokey Quartz|Tourmaline'],
  [[0.14, 22], 'Ruby|Red Garnet|Bloodstone|Fire Opal|Red Jade|Rose Quartz'],
  [[0.13, 150], 'Emerald|Green Garnet|Green Jade|Malachite|Peridot|Serpentine|Gromnie Hide|Agate'],
  [[0.1, 195], 'Aquamarine|Turquoise'],
  [[0.12, 260], 'Sapphire|Azurite|Lapis Lazuli'],
  [[0.13, 305], 'Amethyst|Lavender Jade|Velvet'],
  [[0.04, 310], 'Satin|Silk|Opal|Black Opal'],
  [[0.03, 90], 'Ivory|Linen|Cloth|Wool|Alabaster|Ceramic|Porcelain|Marble'],
  [[0.03, 240], 'Steel|Silver|Diamond|Moonstone|White Sapphire|White Quartz|White Jade'],
];

const BY_MATERIAL = new Map(
  TINTS.flatMap(([tint, materials]) => materials.split('|').map((name) => [name, tint] as const)),
);

/** The tint of what is made of a material; grey where there is none, or it is grey itself. */
export function tintOf(material: string | null | undefined): Tint {
  return BY_MATERIAL.get(material ?? '') ?? GREY;
}

/** Aetheria has no material: its colour is its slot's. */
export function aetheriaTint(slots: readonly string[] | null | undefined): Tint | null {
  if (slots?.includes('aetheria_blue')) return [0.12, 260];
  if (slots?.includes('aetheria_yellow')) return [0.12, 95];
  return slots?.includes('aetheria_red') ? [0.14, 22] : null;
}
