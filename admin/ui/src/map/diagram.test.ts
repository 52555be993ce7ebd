import { expect, test } from 'vitest';
import { authors, books } from '../test/library.ts';
import { diagram } from './diagram.ts';

test('references come first in a box, and each edge is one line', () => {
  const { boxes, lines } = diagram([books, authors]);
  expect(boxes[0]?.rows[0]).toEqual({ name: 'author', kind: 'Author', key: true });
  expect(boxes[0]?.rows.some(({ name }) => name === 'author_id')).toBe(false);
  expect(lines.map(({ from, name, to, loose }) => [from, name, to, loose])).toEqual([
    ['books', 'author', 'authors', false],
    ['books', 'tags', 'tags', true],
  ]);
});
