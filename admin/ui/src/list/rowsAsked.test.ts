import { expect, test } from 'vitest';
import { idFilter, rowsAsked } from './rowsAsked.ts';

test('rows are named, or all that match', () => {
  expect(rowsAsked(new Set(['1', '2']), false, 'a:1', 'x')).toEqual({ ids: ['1', '2'] });
  expect(rowsAsked(new Set(), true, 'a:1', '')).toEqual({ filter: 'a:1' });
  expect(rowsAsked(new Set(), true, '', 'x')).toEqual({ filter: '', search: 'x' });
});

test.each([
  [['7'], 'id:7'],
  [['1', '2'], 'id:(1,2)'],
  [['a b', 'null', 'c"d\\e'], 'id:("a b","null","c\\"d\\\\e")'],
])('the ids %j are the filter %s', (ids, filter) => {
  expect(idFilter(ids)).toBe(filter);
});
