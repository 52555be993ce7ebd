import { expect, test } from 'vitest';
import { matching, type PaletteItem, score } from './paletteItems.ts';

const item = (label: string, group = 'Types', words = ''): PaletteItem => ({
  id: label,
  group,
  label,
  words,
  icon: 'table',
  run: () => undefined,
});

test.each([
  ['books', 5],
  ['boo', 4],
  ['ooks', 2],
  ['libr', 1],
  ['boo libr', 1],
  ['boo x', 0],
  ['', 5],
])('Books answers %j with %i', (query, points) => {
  expect(score(item('Books', 'Types', 'library'), query)).toBe(points);
});

test('a word inside of a label counts more than its middle', () => {
  expect(score(item('Alert rules'), 'rul')).toBe(3);
});

test('the best come first, with their group', () => {
  const items = [item('Book tags'), item('New book', 'Actions'), item('Books'), item('Members')];
  expect(matching(items, 'book').map(([group, list]) => [group, list.map(({ label }) => label)])).toEqual([
    ['Types', ['Book tags', 'Books']],
    ['Actions', ['New book']],
  ]);
});
