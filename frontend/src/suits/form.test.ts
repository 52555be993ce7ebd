import { describe, expect, test } from 'vitest';
import {
  FIRST_FORM,
  formFromAddress,
  formOf,
  mayHandOver,
  patched,
  requestOf,
  type SuitForm,
  sameQuestion,
  slotOrderOf,
  withExcluded,
  withFreeSlot,
  withLock,
  withOwner,
} from './form.ts';
import type { RequestChange, SuitRequest } from './types.ts';

const full: SuitForm = {
  wearer: 'Aldra',
  wishes: [
    { family: 'Strength', tier: 'epic', must: true, weight: 1 },
    { family: 'Magic Resistance', tier: 'legendary', must: false, weight: 3 },
  ],
  primary: { set: 13, min: 5, max: null },
  secondary: { set: 16, min: 0, max: 4 },
  exclusiveSets: true,
  locks: [{ item: 42, slots: ['chest', 'abdomen'] }],
  exclude: [7, 9],
  empty: ['trinket'],
  owners: ['Aldra', 'Mule 1'],
  without: ['Mule 2'],
  maxOwners: 6,
  maxReductions: 0,
  armorFloor: 2400,
  ratings: { crit_damage: 2 },
  order: ['armor', 'cantrips', 'ratings'],
  weights: null,
  top: 5,
  distance: 2,
  arcaneLore: 380,
  others: { level: 275, time_limit: '10s' },
};

describe('the request of a form', () => {
  test('says nothing of what has its default', () => {
    expect(requestOf(FIRST_FORM)).toEqual({
      want: [],
      order: ['cantrips', 'armor', 'ratings'],
      top: 10,
      distance: 3,
    });
  });

  test('carries every field', () => {
    expect(requestOf(full)).toEqual({
      level: 275,
      time_limit: '10s',
      wearer: 'Aldra',
      arcane_lore: 380,
      want: [
        { cantrip: 'Epic Strength', must: true },
        { cantrip: 'Legendary Magic Resistance', weight: 3 },
      ],
      primary: { set: 13, min: 5, max: null },
      secondary: { set: 16, min: 0, max: 4 },
      exclusive_sets: true,
      lock: [{ item: 42, slot: 'chest+abdomen' }],
      exclude: [7, 9],
      empty: ['trinket'],
      owners: ['Aldra', 'Mule 1'],
      without: ['Mule 2'],
      max_owners: 6,
      max_reductions: 0,
      armor_floor: 2400,
      ratings: { crit_damage: 2 },
      order: ['armor', 'cantrips', 'ratings'],
      top: 5,
      distance: 2,
    });
  });

  test.each([
    ['the first form', FIRST_FORM],
    ['a full one', full],
    ['a weighted one', { ...full, weights: { cantrips: 50, armor: 2 } }],
  ])('gives %s back', (_, form) => {
    const back = formOf(JSON.parse(JSON.stringify(requestOf(form))) as SuitRequest);
    expect(sameQuestion(back, form)).toBe(true);
    expect(back).toEqual({ ...form, order: form.weights === null ? form.order : FIRST_FORM.order });
  });
});

test.each<[string, RequestChange, Partial<SuitForm>]>([
  [
    'wishes as plain words',
    { want: ['epic  Strength', 'Strength'] },
    { wishes: [{ family: 'Strength', tier: 'epic', must: false, weight: 1 }] },
  ],
  ['a set rule of one side', { primary: { set: 14, max: 5 } }, { primary: { set: 14, min: 0, max: 5 } }],
  ['an order of one goal', { order: ['ratings'] }, { order: ['ratings', 'cantrips', 'armor'] }],
  [
    'slots that nobody knows',
    { empty: ['tail', 'neck'], lock: [{ item: 1, slot: 'tail' }] },
    { empty: ['neck'], locks: [] },
  ],
  [
    'nulls',
    { owners: null, primary: null, armor_floor: null },
    { owners: null, primary: null, armorFloor: null },
  ],
])('a request with %s is read', (_, request, wanted) => {
  expect(formOf(request)).toMatchObject(wanted);
});

test('a relaxation replaces what it names and keeps the rest', () => {
  const looser = patched(full, { secondary: { set: 16, min: 0, max: 3 }, primary: null });
  expect(looser).toEqual({ ...full, primary: null, secondary: { set: 16, min: 0, max: 3 } });
  expect(full.primary).not.toBeNull();
});

describe('orders for a slot', () => {
  test('a piece stays in one place, and is no longer excluded', () => {
    let form = withExcluded(FIRST_FORM, 5, true);
    form = withLock(form, 5, ['ring_left']);
    form = withLock(form, 5, ['ring_right']);
    expect(form.locks).toEqual([{ item: 5, slots: ['ring_right'] }]);
    expect(form.exclude).toEqual([]);
  });

  test('a piece over several slots frees them all of others', () => {
    let form = withLock(FIRST_FORM, 1, ['chest']);
    form = withFreeSlot(form, 'abdomen', true);
    form = withLock(form, 2, ['chest', 'abdomen']);
    expect(form.locks).toEqual([{ item: 2, slots: ['chest', 'abdomen'] }]);
    expect(form.empty).toEqual([]);
    expect(slotOrderOf(form, 'abdomen')).toEqual({ kind: 'locked', item: 2 });
    expect(withFreeSlot(form, 'abdomen', false)).toEqual(FIRST_FORM);
  });

  test('each order ends the one before', () => {
    const locked = withLock(FIRST_FORM, 5, ['neck']);
    expect(slotOrderOf(locked, 'neck')).toEqual({ kind: 'locked', item: 5 });
    const empty = withFreeSlot(locked, 'neck', true);
    expect(slotOrderOf(empty, 'neck')).toEqual({ kind: 'empty' });
    expect(empty.locks).toEqual([]);
    expect(withFreeSlot(empty, 'neck', false)).toEqual(FIRST_FORM);
  });

  test('an excluded piece stays nowhere', () => {
    const out = withExcluded(withLock(FIRST_FORM, 5, ['head']), 5, true);
    expect(out.locks).toEqual([]);
    expect(out.exclude).toEqual([5]);
    expect(withExcluded(out, 5, false).exclude).toEqual([]);
  });
});

test('no other set is asked for only beside a set', () => {
  expect(requestOf({ ...full, primary: null, secondary: null }).exclusive_sets).toBeUndefined();
});

test('owners are in until they are put out, or unless only others are asked for', () => {
  expect(mayHandOver(FIRST_FORM, 'Mule 1')).toBe(true);
  const out = withOwner(FIRST_FORM, 'Mule 1', false);
  expect(mayHandOver(out, 'Mule 1')).toBe(false);
  expect(withOwner(out, 'Mule 1', true)).toEqual(FIRST_FORM);
  const only = { ...FIRST_FORM, owners: ['Mule 2'] };
  expect(mayHandOver(only, 'Mule 1')).toBe(false);
  expect(mayHandOver(withOwner(only, 'Mule 1', true), 'Mule 1')).toBe(true);
});

test.each([
  [undefined, []],
  ['12:chest', [{ item: 12, slots: ['chest'] }]],
  [
    '12:chest,13:neck',
    [
      { item: 12, slots: ['chest'] },
      { item: 13, slots: ['neck'] },
    ],
  ],
  ['x:chest,12:tail,12', []],
])('the address lock=%s', (lock, locks) => {
  expect(formFromAddress({ lock }).locks).toEqual(locks);
});
