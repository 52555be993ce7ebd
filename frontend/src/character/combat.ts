import type { components } from '../api/schema.d.ts';

type MonsterCombat = components['schemas']['MonsterCombat'];
type Attacks = MonsterCombat['offense'];

/** One way of attacking: what it was, how often it was tried, and what it did. */
export interface AttackLine {
  key: string;
  attack: string;
  element: string;
  attacks: number;
  /** Shares of all attacks, 0 to 1; null while there was none. */
  failed: number | null;
  crits: number | null;
  /** Means over what hit. */
  normalMean: number | null;
  normalMax: number;
  critMean: number | null;
  critMax: number;
  damage: number;
}

export interface MonsterLine {
  name: string;
  kills: number;
  given: number;
  received: number;
  offense: AttackLine[];
  defense: AttackLine[];
}

export const MONSTER_ORDERS = ['given', 'received', 'kills', 'name'] as const;
export type MonsterOrder = (typeof MONSTER_ORDERS)[number];

/** Monsters, the most of what is asked for first; by name from A. */
export function monsterLines(monsters: Record<string, MonsterCombat>, order: MonsterOrder): MonsterLine[] {
  return Object.entries(monsters)
    .map(([name, monster]) => ({
      name,
      kills: monster.kill_count ?? 0,
      given: monster.damage_given ?? 0,
      received: monster.damage_received ?? 0,
      offense: attackLines(monster.offense),
      defense: attackLines(monster.defense),
    }))
    .sort((a, b) => (order === 'name' ? 0 : b[order] - a[order]) || (a.name < b.name ? -1 : 1));
}

/** Attack types and elements of one side, the most damage first. */
export function attackLines(attacks: Attacks | null | undefined): AttackLine[] {
  const lines: AttackLine[] = [];
  for (const [attack, elements] of Object.entries(attacks ?? {})) {
    for (const [element, totals] of Object.entries(elements)) {
      const total = totals.total_attacks ?? 0;
      const failed = totals.failed_attacks ?? 0;
      const crits = totals.crits ?? 0;
      const normal = totals.total_normal_damage ?? 0;
      const crit = totals.total_crit_damage ?? 0;
      const hits = total - failed - crits;
      lines.push({
        key: `${attack} ${element}`,
        attack,
        element,
        attacks: total,
        failed: total > 0 ? failed / total : null,
        crits: total > 0 ? crits / total : null,
        normalMean: hits > 0 ? normal / hits : null,
        normalMax: totals.max_normal_damage ?? 0,
        critMean: crits > 0 ? crit / crits : null,
        critMax: totals.max_crit_damage ?? 0,
        damage: normal + crit,
      });
    }
  }
  return lines.sort((a, b) => b.damage - a.damage || (a.key < b.key ? -1 : 1));
}
