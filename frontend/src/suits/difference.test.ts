import { describe, expect, test } from 'vitest';
import { changes, differs, ratingScore, setWords } from './difference.ts';
import { testPiece, testSuit } from './testSuit.ts';

const head = testPiece(1, 'head');
const left = testPiece(2, 'ring_left');
const right = testPiece(3, 'ring_right');

describe('where suits differ', () => {
  test.each([
    ['nowhere', [head, left], [head, left], []],
    ['in one slot', [head, left], [testPiece(9, 'head'), left], ['Head']],
    [
      'in both rings, said once',
      [left, right],
      [testPiece(8, 'ring_left'), testPiece(9, 'ring_right')],
      ['Ring'],
    ],
    ['where nothing is worn', [head, left], [left], ['Head']],
    [
      'in order of slots',
      [right, head],
      [testPiece(8, 'trinket'), testPiece(9, 'chest')],
      ['Head', 'Chest', 'Ring', 'Trinket'],
    ],
    ['in an extra slot', [], [testPiece(4, 'cloak')], ['Cloak']],
    ['not by changing hands', [left], [{ ...left, slot: 'ring_right', slots: ['ring_right'] }], []],
  ])('%s', (_, from, to, words) => {
    expect(differs(testSuit(from), testSuit(to))).toEqual(words);
  });
});

describe('what changes', () => {
  test('a coat against three pieces is one change', () => {
    const coat = testPiece(10, 'chest', { slots: ['chest', 'upper_arms', 'lower_arms'], armor_level: 250 });
    const plate = testPiece(11, 'chest', { armor_level: 200 });
    const sleeves = testPiece(12, 'upper_arms', { slots: ['upper_arms', 'lower_arms'], armor_level: 150 });
    expect(changes(testSuit([coat, head]), testSuit([plate, sleeves, head]))).toEqual([
      { slots: ['chest', 'upper_arms', 'lower_arms'], before: [coat], after: [plate, sleeves], armor: 100 },
    ]);
  });

  test('what is taken off and what is put on stand by themselves, in order of slots', () => {
    const trinket = testPiece(20, 'trinket', { armor_level: 0 });
    expect(changes(testSuit([trinket]), testSuit([head]))).toEqual([
      { slots: ['head'], before: [], after: [head], armor: 100 },
      { slots: ['trinket'], before: [trinket], after: [], armor: 0 },
    ]);
  });

  test('nothing, where the suits are the same', () => {
    expect(changes(testSuit([head, left]), testSuit([left, head]))).toEqual([]);
  });
});

test.each([
  ['of the sets that are asked for', [13, 16], '5 + 0'],
  ['of the largest two', [], '5 + 3'],
])('the counts %s', (_, asked, words) => {
  const sets = [
    { id: 20, name: 'Dexterous Set', count: 1 },
    { id: 14, name: "Adept's Set", count: 3 },
    { id: 13, name: "Soldier's Set", count: 5 },
  ];
  expect(setWords(testSuit([], { sets }), asked)).toBe(words);
});

test('a suit without sets has no counts', () => {
  expect(setWords(testSuit([]), [])).toBe('–');
});

test('ratings count by their weights', () => {
  expect(ratingScore(testSuit([], { ratings: { crit_damage: 3, vitality: 4 } }), { crit_damage: 2 })).toBe(6);
});
