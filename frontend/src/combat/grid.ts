import { type AttackLine, type MonsterLine, monsterLines } from '../character/combat.ts';
import type { Monsters } from './queries.ts';

/** What a cell of the grid tells of one way of attacking. */
export const MEASURES = ['damage', 'attacks', 'mean', 'most', 'crits', 'failed'] as const;
export type Measure = (typeof MEASURES)[number];

export const MEASURE_WORDS: Record<Measure, string> = {
  damage: 'Damage',
  attacks: 'Attacks',
  mean: 'Damage an attack',
  most: 'Greatest hit',
  crits: 'Critical, %',
  failed: 'Failed, %',
};

/** Attacks that the group made, or that it suffered. */
export type Side = 'offense' | 'defense';

export interface Way {
  key: string;
  attack: string;
  element: string;
}

export interface GridRow {
  monster: string;
  kills: number;
  /** Damage of the side that is looked at. */
  damage: number;
  /** By the key of a way; what was never tried has none. */
  cells: ReadonlyMap<string, AttackLine>;
}

export interface Grid {
  /** Ways of attacking, those of one attack type together, the most damage first. */
  ways: Way[];
  rows: GridRow[];
}

/** Fights as a grid of monsters by ways of attacking. */
export function gridOf(monsters: Monsters, side: Side): Grid {
  const rows: GridRow[] = [];
  const damage = new Map<string, number>();
  const ways = new Map<string, Way>();
  const byAttack = new Map<string, number>();
  for (const line of monsterLines(monsters, 'given')) {
    const cells = new Map<string, AttackLine>();
    for (const attack of line[side]) {
      cells.set(attack.key, attack);
      ways.set(attack.key, attack);
      damage.set(attack.key, (damage.get(attack.key) ?? 0) + attack.damage);
      byAttack.set(attack.attack, (byAttack.get(attack.attack) ?? 0) + attack.damage);
    }
    rows.push({ monster: line.name, kills: line.kills, damage: damageOf(line, side), cells });
  }
  const sorted = [...ways.values()]
    .map(({ key, attack, element }) => ({ key, attack, element }))
    .sort(
      (a, b) =>
        (byAttack.get(b.attack) ?? 0) - (byAttack.get(a.attack) ?? 0) ||
        a.attack.localeCompare(b.attack) ||
        (damage.get(b.key) ?? 0) - (damage.get(a.key) ?? 0) ||
        a.element.localeCompare(b.element),
    );
  return { ways: sorted, rows };
}

function damageOf(line: MonsterLine, side: Side): number {
  return side === 'offense' ? line.given : line.received;
}

/** A cell's number; null where the attack was never tried, or nothing of it is known. */
export function measured(line: AttackLine | undefined, measure: Measure): number | null {
  if (line === undefined) return null;
  switch (measure) {
    case 'damage':
      return line.damage;
    case 'attacks':
      return line.attacks;
    case 'mean':
      return line.attacks > 0 ? line.damage / line.attacks : null;
    case 'most':
      return Math.max(line.normalMax, line.critMax);
    case 'crits':
      return line.crits === null ? null : 100 * line.crits;
    case 'failed':
      return line.failed === null ? null : 100 * line.failed;
  }
}

/** Rows by one of their columns: 'monster', 'kills', 'damage' or a way's key; a minus in front turns it round. */
export function sortGrid(rows: readonly GridRow[], sort: string, measure: Measure): GridRow[] {
  const down = sort.startsWith('-');
  const by = down ? sort.slice(1) : sort;
  const sign = down ? -1 : 1;
  const order = (row: GridRow): number => {
    if (by === 'kills') return row.kills;
    if (by === 'damage') return row.damage;
    return measured(row.cells.get(by), measure) ?? -1;
  };
  return rows.toSorted(
    (a, b) =>
      (by === 'monster' ? sign * a.monster.localeCompare(b.monster) : sign * (order(a) - order(b))) ||
      a.monster.localeCompare(b.monster),
  );
}

/** The greatest number in a grid, which the shades are measured by. */
export function greatest(grid: Grid, measure: Measure): number {
  let most = 0;
  for (const { cells } of grid.rows) {
    for (const line of cells.values()) most = Math.max(most, measured(line, measure) ?? 0);
  }
  return most;
}

/** How deep a cell is shaded, 0 to 1. Sums span thousands, so theirs grow with the root. */
export function shade(value: number | null, most: number, measure: Measure): number {
  if (value === null || most <= 0 || value <= 0) return 0;
  const share = value / most;
  return measure === 'crits' || measure === 'failed' ? share : Math.sqrt(share);
}
