import { expect, test } from 'vitest';
import { authors, books, library, readings } from '../test/library.ts';
import { matchingPaths, pathsOf } from './filterPaths.ts';

test('near paths come before far ones, and none leads back', () => {
  const paths = pathsOf(library, books).map(({ path }) => path);
  expect(paths).toEqual([
    'title',
    'pages',
    'state',
    'bought',
    'author',
    'tags',
    'id',
    'author.name',
    'author.born',
    'author.id',
  ]);
  expect(pathsOf(library, authors).map(({ path }) => path)).not.toContain('books.author');
  expect(pathsOf(library, readings).map(({ path }) => path)).toEqual(['at', 'degrees']);
});

test.each([
  ['aut na', ['author.name']],
  ['author.nam', ['author.name']],
  ['nothing', []],
])('%j finds %j', (query, found) => {
  expect(matchingPaths(pathsOf(library, books), query).map(({ path }) => path)).toEqual(found);
});
