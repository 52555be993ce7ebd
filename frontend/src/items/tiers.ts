/** The tiers of cantrips, the least first, as the game's players rank them. */
const TIERS = ['feeble', 'minor', 'lesser', 'moderate', 'inner', 'major', 'epic', 'legendary'];

export function tierRank(tier: string): number {
  return TIERS.indexOf(tier.toLowerCase()) + 1;
}

/** The letter that stands for a tier where there is no room: L, E, and so on. */
export function tierLetter(tier: string): string {
  return tier.slice(0, 1).toUpperCase();
}

/** A family's name, or the first of several. */
export function familyName(name: string): string {
  return name.split(' / ')[0] ?? name;
}

/** Cantrips with the best first, and by name among equals. */
export function bestFirst<T extends { tier: string; name: string }>(cantrips: readonly T[]): T[] {
  return [...cantrips].sort((a, b) => tierRank(b.tier) - tierRank(a.tier) || a.name.localeCompare(b.name));
}
