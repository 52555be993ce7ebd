import type { components } from '../api/schema.d.ts';

export type Cantrip = components['schemas']['Cantrip'];

export interface CantripLine {
  key: string;
  name: string;
  tier: string;
  family: number | null;
  spellId: number | null;
  /** A stronger one of its family holds; of equals the first. */
  wasted: boolean;
}

/** Weakest first. */
const TIERS = ['feeble', 'minor', 'lesser', 'moderate', 'inner', 'major', 'epic', 'legendary'];

/**
 * Impenetrability and the banes act on the piece that carries them, Defender, the Thirsts and Swift Hunter on the
 * weapon: of these a second one is not lost.
 */
const ON_ITEM = new Set([391, 381, 383, 385, 387, 389, 393, 395, 397, 329, 323, 399]);

/** Cantrips, strongest tier first. Server rule: in a family only the strongest counts. */
export function cantripLines(cantrips: readonly Cantrip[]): CantripLine[] {
  const lines = cantrips
    .map((cantrip, i) => ({ cantrip, i, rank: tierRank(cantrip) }))
    .sort((a, b) => b.rank - a.rank || a.cantrip.name.localeCompare(b.cantrip.name) || a.i - b.i);
  const held = new Set<number>();
  return lines.map(({ cantrip, i }) => {
    const { family, name, spell_id: spellId, tier } = cantrip;
    const wasted = family !== null && !ON_ITEM.has(family) && held.has(family);
    if (family !== null) held.add(family);
    return {
      key: `${i} ${spellId}`,
      name: name === '' ? `Spell ${spellId ?? 'unknown'}` : name,
      tier: tier === '' ? 'unknown' : tier.toLowerCase(),
      family,
      spellId,
      wasted,
    };
  });
}

function tierRank({ tier, name }: Cantrip): number {
  const known = TIERS.indexOf(tier.toLowerCase());
  return known >= 0 ? known : TIERS.findIndex((word) => name.toLowerCase().startsWith(`${word} `));
}
