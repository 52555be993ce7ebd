import { expect, test } from 'vitest';
import { clickedOrder, readOrder, writeOrder } from './order.ts';

test.each(['', 'a', '-a', '-created_at,author.name,id'])('%j is read and written', (sort) => {
  expect(writeOrder(readOrder(sort))).toBe(sort);
});

test('what is no key is left out', () => {
  expect(readOrder(' ,-, a')).toEqual([{ name: 'a', descending: false }]);
});

test.each([
  ['', 'a', false, 'a'],
  ['a', 'a', false, '-a'],
  ['-a', 'a', false, ''],
  ['a', 'b', false, 'b'],
  ['a,b', 'b', false, 'b'],
  ['a', 'b', true, 'a,b'],
  ['a,b', 'a', true, '-a,b'],
  ['-a,b', 'a', true, 'b'],
])('order %j, click on %s (add: %s) gives %j', (before, name, add, after) => {
  expect(writeOrder(clickedOrder(readOrder(before), name, add))).toBe(after);
});
