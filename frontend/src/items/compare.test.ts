import { describe, expect, it } from 'vitest';
import { readCompared, readSort, writeSort } from './address.ts';
import { compareGroups, delta, deltas } from './compare.ts';
import { readItemsSearch } from './search.ts';
import { slotWords } from './slots.ts';
import { testItem } from './testItem.ts';

const strength = (tier: string) => ({ family: 261, name: 'Strength', tier, label: `${tier} Strength` });
const ward = (tier: string) => ({ family: 287, name: 'Flame Ward', tier, label: `${tier} Flame Ward` });

/** The rows of a group as "label: text text", the best in stars. */
function rows(label: string, ...items: ReturnType<typeof testItem>[]): string[] {
  const group = compareGroups(items).find((one) => one.label === label);
  return (group?.rows ?? []).map(
    (row) => `${row.label}: ${row.cells.map(({ text, best }) => (best ? `*${text}*` : text)).join(' ')}`,
  );
}

describe('compareGroups', () => {
  it('marks the best, which of burden and lore is the least, and none where all are alike', () => {
    const a = testItem(1, { armor_level: 329, burden: 612, lore: 268, wield_level: 180, workmanship: 8 });
    const b = testItem(2, { armor_level: 297, burden: 1104, lore: 341, wield_level: 180, workmanship: 8 });
    const c = testItem(3, { armor_level: 329, burden: null, wield_level: 180, workmanship: 10 });
    expect(rows('Figures', a, b, c)).toEqual([
      'Armour level: *329* 297 *329*',
      'Workmanship: 8 8 *10*',
      'Wield level: 180 180 180',
      'Arcane lore: *268* 341 –',
      'Burden: *612* 1\u2009104 –',
    ]);
  });

  it('lists each family of cantrips once, with the best tier of each', () => {
    const a = testItem(1, { cantrips: [strength('epic'), strength('legendary')] });
    const b = testItem(2, { cantrips: [strength('epic'), ward('minor')] });
    expect(rows('Cantrips', a, b)).toEqual(['Strength: *L* E', 'Flame Ward: – *M*']);
  });

  it('shows protections, ratings and bonuses in their own words', () => {
    const a = testItem(1, {
      combat: { vs_slash: 1, vs_fire: 0.8, attack_bonus: 1.18, mana_conversion_bonus: 0.1 },
      ratings: { crit_damage: 2 },
    });
    const b = testItem(2, { combat: { vs_slash: 1.3, vs_fire: 0.8, attack_bonus: 0.9 } });
    expect(rows('Protection', a, b)).toEqual(['Slash: 1.00 *1.30*', 'Fire: 0.80 0.80']);
    expect(rows('Ratings', a, b)).toEqual(['Crit damage: 2 –']);
    expect(rows('Figures', a, b)).toEqual(['Attack: *+18 %* −10 %', 'Mana conversion: +10 % –']);
  });
});

describe('the difference to what is worn', () => {
  const vest = testItem(10, { armor_level: 288, worn_at: ['chest'] });
  const pauldrons = testItem(11, { armor_level: 200, worn_at: ['upper_arms'] });
  const sword = testItem(12, { max_damage: 60, slots: ['weapon'], worn_at: ['weapon'] });
  const worn = [vest, pauldrons, sword];
  it.each([
    ['a piece', testItem(1, { armor_level: 329 }), 41],
    ['a worse piece', testItem(1, { armor_level: 200 }), -88],
    ['a coat, by the mean', testItem(1, { armor_level: 300, slots: ['chest', 'upper_arms'] }), 56],
    ['a slot with nothing in it', testItem(1, { armor_level: 100, slots: ['head'] }), 100],
    ['a weapon', testItem(1, { max_damage: 72, slots: ['weapon'] }), 12],
    ['what has neither', testItem(1), null],
    ['what is not worn', testItem(1, { armor_level: 5, slots: [] }), null],
  ])('of %s', (_, item, want) => expect(delta(item, worn)).toBe(want));

  it('has a sign, and is nothing where nothing is known to be worn', () => {
    const row = deltas([testItem(1, { armor_level: 329 }), testItem(2, { armor_level: 280 })], worn);
    expect(row?.cells.map(({ text, sign, best }) => [text, sign, best])).toEqual([
      ['+41', 1, true],
      ['−8', -1, false],
    ]);
    expect(deltas([testItem(1, { armor_level: 329 })], [])).toBeNull();
  });
});

describe('the address', () => {
  it.each([
    [{}, {}],
    [
      { q: 12, cmp: 7, sort: '' },
      { q: '12', cmp: '7' },
    ],
    [{ q: 'al:>=3', win: 'chat:Aldra', vs: null }, { q: 'al:>=3' }],
  ])('%j is read as %j', (raw, want) => expect(readItemsSearch(raw)).toEqual(want));

  it('writes an order as it reads it, the first one not at all', () => {
    expect(readSort('-work')).toEqual({ field: 'work', descending: true });
    expect(writeSort(readSort('name'))).toBe('name');
    expect(writeSort(readSort(undefined))).toBeUndefined();
    expect(readCompared('3,1,3,x,-1,2,9,8')).toEqual([3, 1, 2, 9]);
    expect(readSort('nonsense!')).toEqual(readSort(undefined));
  });
});

describe('slots in words', () => {
  it.each([
    [['ring_left', 'ring_right'], 'Ring'],
    [['chest', 'upper_arms'], 'Chest, upper arms'],
    [[], ''],
  ])('%j', (slots, want) => expect(slotWords(slots)).toBe(want));
});
