import { describe, expect, test } from 'vitest';
import { greatest, gridOf, measured, shade, sortGrid } from './grid.ts';
import type { Monsters } from './queries.ts';

const attacks = (total: number, damage: number, more = {}) => ({
  total_attacks: total,
  failed_attacks: null,
  crits: null,
  total_normal_damage: damage,
  max_normal_damage: null,
  total_crit_damage: null,
  max_crit_damage: null,
  ...more,
});
const monsters: Monsters = {
  Fiun: {
    kill_count: 3,
    damage_given: 500,
    damage_received: 20,
    offense: {
      Magic: { Fire: attacks(10, 300, { crits: 2, failed_attacks: 5 }), Cold: attacks(1, 100) },
      Melee: { Slash: attacks(4, 100, { max_crit_damage: 90, max_normal_damage: 40 }) },
    },
    defense: { Melee: { Pierce: attacks(2, 20) } },
  },
  Olthoi: {
    kill_count: 9,
    damage_given: 200,
    damage_received: null,
    offense: { Magic: { Cold: attacks(2, 150) } },
    defense: null as never,
  },
};

describe('grid', () => {
  const grid = gridOf(monsters, 'offense');
  test('ways stand by attack type, the most damage first', () => {
    expect(grid.ways.map(({ key }) => key)).toEqual(['Magic Fire', 'Magic Cold', 'Melee Slash']);
    expect(gridOf(monsters, 'defense').ways.map(({ key }) => key)).toEqual(['Melee Pierce']);
  });
  test('rows are sorted by any column; what was never tried comes last', () => {
    const names = (sort: string) => sortGrid(grid.rows, sort, 'damage').map(({ monster }) => monster);
    expect(names('monster')).toEqual(['Fiun', 'Olthoi']);
    expect(names('-kills')).toEqual(['Olthoi', 'Fiun']);
    expect(names('-Magic Cold')).toEqual(['Olthoi', 'Fiun']);
    expect(names('-Magic Fire')).toEqual(['Fiun', 'Olthoi']);
  });
  test.each([
    ['damage', 300],
    ['attacks', 10],
    ['mean', 30],
    ['crits', 20],
    ['failed', 50],
  ] as const)('%s of a cell', (measure, want) => {
    expect(measured(grid.rows[0]?.cells.get('Magic Fire'), measure)).toBe(want);
  });
  test('the greatest hit is the greater of its kinds', () => {
    expect(measured(grid.rows[0]?.cells.get('Melee Slash'), 'most')).toBe(90);
  });
  test('shades go from nothing to all', () => {
    expect(greatest(grid, 'damage')).toBe(300);
    expect([shade(null, 300, 'damage'), shade(75, 300, 'damage'), shade(300, 300, 'damage')]).toEqual([
      0, 0.5, 1,
    ]);
    expect(shade(25, 100, 'crits')).toBe(0.25);
    expect(shade(5, 0, 'damage')).toBe(0);
  });
});
