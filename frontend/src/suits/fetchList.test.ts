import { expect, test } from 'vitest';
import { fetchCommands, fetchList, fetchText } from './fetchList.ts';
import { testPiece, testSuit } from './testSuit.ts';

const suit = testSuit([
  testPiece(1, 'ring_left', { owner: 'Mule 11', name: 'Silver Ring' }),
  testPiece(2, 'head', { owner: 'Mule 11', name: 'Nariyid Helm' }),
  testPiece(3, 'upper_arms', { owner: 'Mule 5', name: 'Platemail Sleeves', reduced: true }),
  testPiece(4, 'hands', { owner: 'Aldra', name: 'Covenant Gauntlets' }),
  testPiece(5, 'lower_legs', { owner: 'Aldra', name: 'Leggings', reduced: true }),
]);
const where = (name: string) => (name === 'Mule 5' ? 'Holtburg, online' : '');

test('pieces stand by owner in order of slots; the wearer only reduces', () => {
  expect(
    fetchList(suit, 'Aldra').map(({ owner, pieces, reductions }) => [
      owner,
      pieces.map(({ name }) => name),
      reductions.map(({ piece, tool, to }) => `${piece.name}: ${tool}, ${to}`),
    ]),
  ).toEqual([
    ['Aldra', [], ['Leggings: Armor Lower Reduction Tool, lower legs']],
    ['Mule 5', ['Platemail Sleeves'], ['Platemail Sleeves: Armor Main Reduction Tool, upper arms']],
    ['Mule 11', ['Nariyid Helm', 'Silver Ring'], []],
  ]);
});

test('without a wearer everybody hands over', () => {
  expect(fetchList(suit, null).map(({ pieces }) => pieces.length)).toEqual([2, 1, 2]);
});

test('as text', () => {
  expect(
    fetchText(suit, 'Aldra', where, new Set(['Mule 11'])),
  ).toBe(`Suit for Aldra: 19 of 20 wishes, armour 2\u2009606

[ ] Aldra
    reduce Leggings to lower legs with an Armor Lower Reduction Tool

[ ] Mule 5 (Holtburg, online)
    Platemail Sleeves (upper arms)
    reduce Platemail Sleeves to upper arms with an Armor Main Reduction Tool

[x] Mule 11
    Nariyid Helm (head)
    Silver Ring (left ring)
`);
});

test('as commands, under who types them', () => {
  expect(fetchCommands(suit, 'Aldra')).toBe(`# Aldra
/mt use Armor Lower Reduction Tool on Leggings
# Mule 5
/mt use Armor Main Reduction Tool on Platemail Sleeves
/mt give Platemail Sleeves to Aldra
# Mule 11
/mt give Nariyid Helm to Aldra
/mt give Silver Ring to Aldra
`);
});
