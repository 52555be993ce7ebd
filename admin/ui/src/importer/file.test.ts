import { expect, test } from 'vitest';
import { books, library } from '../test/library.ts';
import { errorsCsv, keysOf, mediaType, targetsOf } from './file.ts';

test.each([
  ['a.csv', 'title,pages', 'text/csv'],
  ['a.txt', ' \n[{"title": 1}]', 'application/json'],
  ['a.json', '{\n  "title": 1\n}', 'application/json'],
  ['', '{"title": 1}\n{"title": 2}\n', 'application/x-ndjson'],
  ['a.jsonl', '', 'application/x-ndjson'],
  ['', 'title\tpages', 'text/csv'],
])('%s beginning with %j is %s', (name, begin, type) => {
  expect(mediaType(name, begin)).toBe(type);
});

test('a row is found by its id, by what is unique, or by a natural key', () => {
  const type = {
    ...books,
    fields: [
      ...books.fields,
      { name: 'isbn', label: 'ISBN', kind: 'string' as const, unique: true, writable: true },
    ],
    keys: [['title', 'author']],
  };
  expect(keysOf(type)).toEqual(['id', 'isbn', 'title,author']);
});

test('columns become fields, edges by id and edges by the title of what they lead to', () => {
  const values = targetsOf(books, library).map(({ value }) => value);
  expect(values).toContain('pages');
  expect(values).toContain('author');
  expect(values).toContain('author.label');
  expect(values).not.toContain('author_id');
});

test('errors go out as cells that no spreadsheet computes', () => {
  expect(errorsCsv([{ row: 3, column: 'a"b', reason: '=1+1' }])).toBe(
    'row,column,reason\r\n3,"a""b","\'=1+1"',
  );
});
