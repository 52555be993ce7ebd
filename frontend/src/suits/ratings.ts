/** The gear ratings that a search can weigh, by the server's keys. */
export const RATINGS: Readonly<Record<string, string>> = {
  crit_damage: 'Crit damage',
  crit_damage_resist: 'Crit damage resist',
  damage: 'Damage',
  damage_resist: 'Damage resist',
  crit: 'Crit',
  crit_resist: 'Crit resist',
  healing_boost: 'Healing boost',
  vitality: 'Vitality',
  nether_resist: 'Nether resist',
  life_resist: 'Life resist',
};

export function ratingLabel(key: string): string {
  return RATINGS[key] ?? key.replaceAll('_', ' ');
}
