import { describe, expect, it } from 'vitest';
import type { Item } from '../items/item.ts';
import { testItem } from '../items/testItem.ts';
import { changedIds, tellings } from './changed.ts';
import { detailWords } from './changeWords.ts';
import { filledPlaces, PLACES, SUIT_SIZE, wornByPlace } from './doll.ts';
import { glyphOf } from './glyphOf.ts';
import { nextCell } from './nextCell.ts';
import { nextLookMs } from './nextLook.ts';
import { holdsWords, isWords } from './packFilter.ts';
import { packsShown } from './packsShown.ts';
import { settle } from './settle.ts';
import { aetheriaTint, tintOf } from './tint.ts';
import { totalsOf } from './totals.ts';

describe('glyphs', () => {
  it.each([
    ['Gold Covenant Helm', 2, ['head'], 'helm'],
    ['Amuli Coat', 2, ['chest', 'abdomen', 'upper_arms', 'lower_arms'], 'breastplate'],
    ['Celdon Leggings', 2, ['upper_legs', 'lower_legs'], 'tassets'],
    ['Nariyid Boots', 2, ['feet'], 'boots'],
    ['Smock', 3, ['shirt'], 'shirt'],
    ['Ruby Ring', 4, ['ring_left', 'ring_right'], 'ring'],
    ['Heavy Bracelet', 4, ['bracelet_left', 'bracelet_right'], 'bracelet'],
    ['Aetheria', 11, ['aetheria_red'], 'aetheria'],
    ['Kite Shield', 2, ['shield'], 'shield'],
    ['Compound Crossbow', 9, ['weapon'], 'crossbow'],
    ['Yumi', 9, ['weapon'], 'bow'],
    ['Deadly Armor Piercing Arrow', 9, ['ammunition'], 'arrow'],
    ['Copper Phial of Acid Vulnerability', 9, ['weapon'], 'thrown'],
    ['Frost Baton', 31, ['weapon'], 'wand'],
    ['Oak Orb', 31, ['weapon'], 'orb'],
    ['Acid Katar', 1, ['weapon'], 'claw'],
    ['Nodachi', 1, ['weapon'], 'twoHander'],
    ['Unheard of', 1, ['weapon'], 'sword'],
    ['Salvaged Steel', 39, [], 'salvage'],
    ['Pyreal', 7, [], 'money'],
    ['Blazing Moar Essence', 8, [], 'essence'],
    ['Thing', 999, [], 'misc'],
  ])('draws %s by its kind', (name, object_class, slots, glyph) => {
    expect(glyphOf({ name, object_class, slots })).toBe(glyph);
  });

  it('takes the slot where the class is not known', () => {
    expect(glyphOf({ name: 'Steel Spadone', slots: ['weapon'] })).toBe('twoHander');
    expect(glyphOf({ name: 'Girth', slots: ['abdomen'] })).toBe('girth');
  });

  it('tints by material, aetheria by slot', () => {
    expect(tintOf('Gold')).not.toEqual(tintOf('Iron'));
    expect(tintOf(null)).toEqual(tintOf('no such thing'));
    expect(aetheriaTint(['aetheria_blue'])).not.toBeNull();
    expect(aetheriaTint(['head'])).toBeNull();
  });
});

const COAT = ['chest', 'abdomen', 'upper_arms', 'lower_arms'];

describe('paper doll', () => {
  it('has a place of its own for each slot', () => {
    expect(new Set(PLACES.map(({ column, row }) => `${column} ${row}`)).size).toBe(PLACES.length);
    expect(SUIT_SIZE).toBe(17);
  });

  it('shows a coat in every place that it covers, whole in one', () => {
    const coat = testItem(1, { slots: COAT, worn_at: COAT });
    const byPlace = wornByPlace([coat]);
    expect(filledPlaces(byPlace)).toBe(4);
    expect([...byPlace.values()].filter(({ whole }) => whole)).toHaveLength(1);
  });
});

it('shows boots on the feet alone', () => {
  const boots = testItem(1, { worn_at: ['feet', 'pants'], slots: ['feet'] });
  expect([...wornByPlace([boots]).keys()]).toEqual(['feet']);
});

it('shows foci together, beside the packs', () => {
  const pack = { id: 0, item: null, name: 'Main pack', icon: null, slots: 102, used: 0, items: [] };
  const foci = { ...pack, id: 7, item: 7, name: 'Foci of Strife', slots: null };
  const items = new Map([[7, testItem(7, { object_class: 38 })]]);
  expect(packsShown([pack, foci, { ...foci, id: 8, item: 8 }], items)).toEqual([
    pack,
    { ...foci, id: 8, item: 8 },
    { id: -1, item: null, name: 'Foci', icon: null, slots: null, used: 1, items: [7] },
  ]);
  expect(packsShown([pack], items)).toEqual([pack]);
});

describe('totals', () => {
  const cantrip = (family: number, tier: string, name: string) => ({
    family,
    tier,
    name,
    label: `${tier} ${name}`,
  });
  const helm = testItem(1, {
    worn_at: ['head'],
    armor_level: 300,
    ratings: { crit_damage: 2 },
    set: { id: 13, name: "Soldier's" },
    cantrips: [cantrip(261, 'legendary', 'Strength'), cantrip(391, 'epic', 'Impenetrability')],
  });
  const ring = testItem(2, {
    worn_at: ['ring_left'],
    ratings: { vitality: 1 },
    cantrips: [cantrip(261, 'epic', 'Strength')],
  });
  const boots = testItem(3, {
    worn_at: ['feet'],
    armor_level: 250,
    set: { id: 13, name: "Soldier's" },
    cantrips: [cantrip(391, 'major', 'Impenetrability')],
  });
  const shield = testItem(4, { worn_at: ['shield'], armor_level: 400 });

  it('adds up armour, ratings and sets', () => {
    const totals = totalsOf([helm, ring, boots, shield]);
    expect(totals.armourLevel).toBe(550);
    expect(totals.pieces).toBe(2);
    expect(totals.ratings.map(({ key, sum }) => [key, sum])).toEqual([
      ['crit_damage', 2],
      ['vitality', 1],
    ]);
    expect(totals.sets).toEqual([{ id: 13, name: "Soldier's", count: 2 }]);
  });

  it('tells which cantrip of a family is wasted, and that one on the piece itself is not', () => {
    const { cantrips, wasted } = totalsOf([ring, boots, helm]);
    expect(wasted).toBe(1);
    expect(cantrips.map(({ label, tier, wastedOn }) => [label, tier, wastedOn.map(({ id }) => id)])).toEqual([
      ['Strength', 'legendary', [2]],
      ['Impenetrability', 'epic', []],
      ['Impenetrability', 'major', []],
    ]);
  });
});

describe('packs', () => {
  it.each([
    [[], [1, 2], [1, 2]],
    [
      [1, 2, 3],
      [1, 3],
      [1, null, 3],
    ],
    [
      [1, null, 3],
      [1, 3, 4],
      [1, 4, 3],
    ],
    [
      [1, 2],
      [2, 5, 6],
      [5, 2, 6],
    ],
    [[1, 2], [1], [1]],
    [[1], [], []],
  ])('settles %j with %j now', (before, now, after) => {
    expect(settle(before, now)).toEqual(after);
  });

  it('notices what is new or different, and nothing at first', () => {
    const item = testItem(1, { stack_count: 5 });
    const first = tellings([item]);
    expect(changedIds(null, first)).toEqual(new Set());
    const later: Item = { ...item, as_of: '2027-01-01T00:00:00Z' };
    expect(changedIds(first, tellings([later]))).toEqual(new Set());
    expect(changedIds(first, tellings([{ ...item, stack_count: 4 }, testItem(2)]))).toEqual(new Set([1, 2]));
  });
});

describe('filter', () => {
  it.each([
    ['gold helm', true],
    ["soldier's", true],
    ['al:>300', false],
    ['-gold', false],
    ['gold or silver', false],
    ['"epic strength"', false],
    ['', true],
  ])('%s is words alone: %s', (text, words) => {
    expect(isWords(text)).toBe(words);
  });

  it('finds words wherever they stand', () => {
    const item = testItem(1, { name: 'Gold Covenant Helm', set: { id: 13, name: "Soldier's" } });
    expect(holdsWords(item, 'helm SOLDIER')).toBe(true);
    expect(holdsWords(item, 'helm silver')).toBe(false);
  });
});

describe('looking again', () => {
  const told = '2026-11-22T10:00:01.5Z';
  it.each([
    [{ wanted: told, asOf: '', looks: 0, waitedMs: 0 }, 300],
    [{ wanted: told, asOf: '2026-11-22T10:00:00Z', looks: 1, waitedMs: 400 }, 600],
    [{ wanted: told, asOf: '2026-11-22T10:00:00Z', looks: 9, waitedMs: 20_000 }, 5_000],
    [{ wanted: told, asOf: '2026-11-22T10:00:00Z', looks: 12, waitedMs: 31_000 }, null],
    [{ wanted: told, asOf: told, looks: 1, waitedMs: 400 }, null],
    [{ wanted: '', asOf: '', looks: 0, waitedMs: 0 }, 300],
    [{ wanted: '', asOf: '', looks: 1, waitedMs: 300 }, null],
  ])('after %j in %s ms', (look, ms) => {
    expect(nextLookMs(look)).toBe(ms);
  });
});

describe('keys in a pack', () => {
  // Two rows of three; the second cell of the second row is a hole.
  const cells = [0, 1, 2, 3, -1, 4];
  it.each([
    ['ArrowRight', 2, 3],
    ['ArrowRight', 4, null],
    ['ArrowLeft', 0, null],
    ['ArrowDown', 0, 3],
    ['ArrowDown', 1, null],
    ['ArrowUp', 4, 2],
    ['End', 0, 4],
    ['Home', 3, 0],
    ['a', 1, null],
  ])('%s from %s leads to %s', (key, from, to) => {
    expect(nextCell(key, cells, from, 3)).toBe(to);
  });
});

it.each([
  [
    { base_armor_level: [240, 260], times_tinkered: [null, 1] },
    'armour level 240 → 260, tinkers unknown → 1',
  ],
  [{ name: ['Covenant Helm', 'My Helm'] }, 'was Covenant Helm'],
  [{ coverage: [7680, 1024], equippable_slots: [7680, 512] }, 'covers another part'],
  [{ odd: [1, 2] }, ''],
  [{}, ''],
])('%j is told as "%s"', (detail, words) => {
  expect(detailWords(detail)).toBe(words);
});
