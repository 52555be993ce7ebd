import { expect, it } from 'vitest';
import { attackLines, monsterLines } from './combat.ts';

const totals = {
  total_attacks: 30,
  failed_attacks: 2,
  crits: 4,
  total_normal_damage: 2400,
  max_normal_damage: 310,
  total_crit_damage: 2600,
  max_crit_damage: 700,
};

it('tells shares of tries and means of hits', () => {
  expect(attackLines({ Magic: { Fire: totals } })).toEqual([
    {
      key: 'Magic Fire',
      attack: 'Magic',
      element: 'Fire',
      attacks: 30,
      failed: 2 / 30,
      crits: 4 / 30,
      normalMean: 100,
      normalMax: 310,
      critMean: 650,
      critMax: 700,
      damage: 5000,
    },
  ]);
});

it('makes no mean of nothing', () => {
  const nothing = { ...totals, total_attacks: 0, failed_attacks: 0, crits: 0 };
  expect(attackLines({ Melee: { Slash: nothing } })[0]).toMatchObject({
    failed: null,
    crits: null,
    normalMean: null,
    critMean: null,
  });
  expect(attackLines(null)).toEqual([]);
});

it('puts the most of what is asked for first', () => {
  const monster = (kill_count: number, damage_given: number, damage_received: number | null) => ({
    kill_count,
    damage_given,
    damage_received,
    offense: {},
    defense: {},
  });
  const monsters = { Drudge: monster(1, 50, 9), Banderling: monster(5, 10, null), Tusker: monster(3, 50, 4) };
  const names = (order: Parameters<typeof monsterLines>[1]) =>
    monsterLines(monsters, order).map(({ name }) => name);
  expect(names('given')).toEqual(['Drudge', 'Tusker', 'Banderling']);
  expect(names('received')).toEqual(['Drudge', 'Tusker', 'Banderling']);
  expect(names('kills')).toEqual(['Banderling', 'Tusker', 'Drudge']);
  expect(names('name')).toEqual(['Banderling', 'Drudge', 'Tusker']);
});
