import { expect, test } from 'vitest';
import { allowedFields, allows, fieldList, withAction, withFields } from './grants.ts';

const names = ['a', 'b', 'c', 'd'];

test.each([
  [undefined, 'abcd'],
  [null, 'abcd'],
  [['*'], 'abcd'],
  [['*', '-b'], 'acd'],
  [['b', 'c'], 'bc'],
  [[], ''],
])('%j allows %s', (list, expected) => {
  expect([...allowedFields(list, names)].join('')).toBe(expected);
});

test.each(['abcd', 'acd', 'ab', 'd', ''])('what is chosen is what the list allows: %s', (chosen) => {
  const allowed = new Set(chosen);
  const list = fieldList(allowed, names);
  expect([...allowedFields(list, names)].sort().join('')).toBe(chosen);
});

test('nothing that cannot be read is written', () => {
  const grant = { type: 'books', actions: ['view'] };
  expect(withFields(grant, names, new Set(names), new Set(names))).toEqual(grant);
  expect(withFields(grant, names, new Set(['a', 'b', 'c']), new Set(names))).toEqual({
    ...grant,
    fields: { read: ['*', '-d'] },
  });
  expect(withFields(grant, names, new Set(names), new Set()).fields).toEqual({ write: [] });
});

test('changing needs seeing, and not seeing is nothing', () => {
  const grant = withAction({ type: 'books', actions: [] }, 'update', true, []);
  expect(grant.actions).toEqual(['view', 'update']);
  expect(withAction(grant, 'view', false, []).actions).toEqual([]);
});

test('one action taken out of all leaves the others', () => {
  const grant = { type: '*', actions: ['*'] };
  expect(allows(grant, 'delete')).toBe(true);
  expect(withAction(grant, 'delete', false, ['view', 'update', 'delete']).actions).toEqual([
    'view',
    'update',
  ]);
});
