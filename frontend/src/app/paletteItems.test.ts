import { expect, test } from 'vitest';
import { characterLimit, grouped, matching, type PaletteItem, score } from './paletteItems.ts';

const page = (label: string, words = ''): PaletteItem => ({ id: `p:${label}`, group: 'Pages', label, words });
const character = (label: string): PaletteItem => ({ id: `c:${label}`, group: 'Characters', label });

test.each([
  ['the whole name', 'map', 5],
  ['its start', 'ma', 4],
  ['nothing like it', 'xyz', 0],
  ['another word for it', 'dereth', 1],
  ['one word found, one not', 'map xyz', 0],
  ['nothing typed', '  ', 5],
])('%s: %s', (_, query, points) => {
  expect(score(page('Map', 'dereth world'), query)).toBe(points);
});

test.each([
  ['second word', 'isolde', 3],
  ['inside a word', 'solde', 2],
  ['two words in any order', 'iso dame', 3],
  ['after an apostrophe', 'ord', 3],
])('a name is found by its %s', (_, query, points) => {
  expect(score(character("Dame Isolde'ord"), query)).toBe(points);
});

test('characters are listed only once something is typed', () => {
  const items = [page('Map'), character('Aldra')];
  expect(matching(items, '').map((item) => item.label)).toEqual(['Map']);
  expect(matching(items, 'a').map((item) => item.label)).toEqual(['Aldra', 'Map']);
});

test('the best answer comes first, equal ones keep their order', () => {
  const items = [character('Mardra'), character('Dranor'), character('Drake'), character('Draft')];
  expect(matching(items, 'dra').map((item) => item.label)).toEqual(['Dranor', 'Drake', 'Draft', 'Mardra']);
});

test('a guild of mules does not flood the list, and does not push pages out', () => {
  const items = [...Array.from({ length: 40 }, (_, i) => character(`Mule ${i}`)), page('Account', 'mule')];
  const found = matching(items, 'mule');
  expect(found.filter((item) => item.group === 'Characters')).toHaveLength(characterLimit);
  expect(found.some((item) => item.group === 'Pages')).toBe(true);
});

test('groups come in the order of their best answer', () => {
  const items = [character('Aldra'), page('Account'), character('Ally')];
  expect(grouped(items).map(([group, list]) => [group, list.length])).toEqual([
    ['Characters', 2],
    ['Pages', 1],
  ]);
});
