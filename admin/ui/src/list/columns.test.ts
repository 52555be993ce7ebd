// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { books, readings } from '../test/library.ts';
import { moved, shownColumns, storeColumns, storedColumns } from './columns.ts';

afterEach(() => localStorage.clear());

test.each([
  [null, ['title', 'author', 'state', 'pages', 'bought']],
  [
    ['state', 'id', 'gone'],
    ['state', 'id'],
  ],
  [['gone'], ['id', 'title', 'pages', 'state', 'bought', 'author']],
])('of %j are shown %j', (chosen, names) => {
  expect(shownColumns(books, chosen).map((column) => column.name)).toEqual(names);
});

test('a view has no id to show', () => {
  expect(shownColumns(readings, ['id', 'at']).map((column) => column.name)).toEqual(['at']);
});

test('a sensitive field and a foreign key are no columns', () => {
  expect(shownColumns(books, ['secret', 'author_id', 'title']).map((column) => column.name)).toEqual([
    'title',
  ]);
});

test('each user has a choice of their own', () => {
  storeColumns('1', 'books', ['title']);
  expect(storedColumns('1', 'books')).toEqual(['title']);
  expect(storedColumns('2', 'books')).toBeNull();
  storeColumns('1', 'books', null);
  expect(storedColumns('1', 'books')).toBeNull();
  localStorage.setItem('admin.columns.1.books', '{"broken');
  expect(storedColumns('1', 'books')).toBeNull();
});

test.each([
  ['b', -1, ['b', 'a', 'c']],
  ['b', 1, ['a', 'c', 'b']],
  ['a', -1, ['a', 'b', 'c']],
  ['c', 5, ['a', 'b', 'c']],
  ['x', 1, ['a', 'b', 'c']],
])('%s moved by %i', (name, by, order) => {
  expect(moved(['a', 'b', 'c'], name, by)).toEqual(order);
});
