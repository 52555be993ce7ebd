/** The gear ratings as players shorten them. */
const SHORT: Record<string, string> = {
  damage: 'D',
  damage_resist: 'DR',
  crit: 'C',
  crit_resist: 'CR',
  crit_damage: 'CD',
  crit_damage_resist: 'CDR',
  heal_boost: 'HB',
  healing_boost: 'HB',
  vitality: 'V',
  max_health: 'V',
  nether_resist: 'NR',
  life_resist: 'LR',
  pk_damage: 'PK D',
  pk_damage_resist: 'PK DR',
};

/** "Crit damage". */
export function ratingLabel(rating: string): string {
  const words = rating.replaceAll('_', ' ').replace(/\bpk\b/, 'PK');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** All ratings of an item in little room: "CD 2 · D 1". */
export function ratingWords(ratings: Record<string, number>): string {
  return Object.entries(ratings)
    .map(([rating, value]) => `${SHORT[rating] ?? ratingLabel(rating)} ${value}`)
    .join(' · ');
}
