import { expect, test } from 'vitest';
import { authors, books, library, readings } from '../test/library.ts';
import { goKeys } from './goKeys.ts';
import { groupTypes, matchingTypes } from './menu.ts';

test.each([
  ['', ['books', 'authors', 'readings']],
  ['AUT', ['authors']],
  ['lib boo', ['books']],
  ['re', ['readings']],
  ['nothing', []],
])('%j finds %j', (query, slugs) => {
  expect(matchingTypes([books, authors, readings], query).map(({ slug }) => slug)).toEqual(slugs);
});

test('groups come in their order, what has none comes last', () => {
  const grouped = groupTypes([readings, books, authors], ['Empty', 'Library']);
  expect(grouped.map(([group, types]) => [group, types.map(({ slug }) => slug)])).toEqual([
    ['Library', ['books', 'authors']],
    ['', ['readings']],
  ]);
});

test('no two places share a key', () => {
  const keys = goKeys(library);
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
  expect(keys.find(({ to }) => to === '/books')).toMatchObject({ key: 'b', label: 'Books' });
});
