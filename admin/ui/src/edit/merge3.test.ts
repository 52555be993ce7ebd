import { describe, expect, test } from 'vitest';
import { merge3 } from './merge3.ts';
import { same } from './same.ts';

describe('same', () => {
  test.each([
    [1, 1, true],
    [1, '1', false],
    [null, undefined, true],
    [null, '', false],
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [[], {}, false],
    [{ id: '5', label: 'Frank' }, { id: '5', label: 'Frank Herbert' }, true],
    [{ id: '5', label: 'Frank' }, { id: '6', label: 'Frank' }, false],
    [{ id: '5', label: 'Frank', more: 1 }, { id: '5', label: 'F', more: 1 }, false],
  ])('%j and %j: %j', (a, b, expected) => {
    expect(same(a, b)).toBe(expected);
    expect(same(b, a)).toBe(expected);
  });
});

const base = { title: 'Dune', pages: 412, state: 'in', author: { id: '1', label: 'Frank' } };

test('changes of different fields both survive', () => {
  const merge = merge3(base, { ...base, pages: 500 }, { title: 'Dune!' });
  expect(merge).toEqual({ conflicts: [], mine: ['title'], theirs: ['pages'] });
});

test('the same change by both is no conflict', () => {
  expect(merge3(base, { ...base, pages: 500 }, { pages: 500 })).toEqual({
    conflicts: [],
    mine: [],
    theirs: [],
  });
});

test('different changes of one field are one', () => {
  const theirs = { ...base, author: { id: '2', label: 'Brian' } };
  const mine = { author: { id: '3', label: 'Kevin' } };
  expect(merge3(base, theirs, mine).conflicts).toEqual([
    { name: 'author', mine: mine.author, theirs: theirs.author, base: base.author },
  ]);
});

test('to clear what the other has changed is a conflict too', () => {
  expect(merge3(base, { ...base, pages: 500 }, { pages: null }).conflicts).toHaveLength(1);
});

test('what is not told of theirs, such as the rows of an edge, is mine', () => {
  const merge = merge3({ ...base, tags: {} }, base, { tags: { add: [], remove: [] } });
  expect(merge).toEqual({ conflicts: [], mine: ['tags'], theirs: [] });
});
