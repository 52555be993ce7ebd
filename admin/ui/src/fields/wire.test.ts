import { expect, test } from 'vitest';
import type { Field, Kind } from '../api/types.ts';
import { byteCount, fromLocal, toLocal, toWire, valueText } from './wire.ts';

const field = (kind: Kind, more: Partial<Field> = {}): Field => ({ name: 'x', label: 'X', kind, ...more });

test.each([
  ['int', '42', 42],
  ['int', ' 42 ', 42],
  ['int', '9007199254740993', '9007199254740993'],
  ['int', '4x', '4x'],
  ['int', '', ''],
  ['float', '1.50', 1.5],
  ['float', '1.', 1],
  ['float', 'x', 'x'],
  ['string', ' 42 ', ' 42 '],
  ['int', null, null],
] as const)('%s %j goes out as %j', (kind, value, wire) => {
  expect(toWire(field(kind), value)).toBe(wire);
});

test('a time goes through the form and comes back', () => {
  expect(fromLocal(toLocal('2026-11-22T17:48:12Z'))).toBe('2026-11-22T17:48:12Z');
  expect(toLocal(null)).toBe('');
  expect(toLocal('soon')).toBe('');
  expect(fromLocal('')).toBeNull();
});

test.each([
  [field('string'), null, '–'],
  [field('bool'), false, 'No'],
  [field('enum', { choices: [{ value: 'a', label: 'First' }] }), 'a', 'First'],
  [field('enum', { choices: [] }), 'gone', 'gone'],
  [field('int', { unit: 'min' }), 1200, '1\u202f200 min'],
  [field('int'), '9007199254740993', '9007199254740993'],
  [field('json'), { a: [1] }, '{"a":[1]}'],
  [field('bytes'), 'aGVsbG8=', '5 bytes'],
] as const)('%j: %j reads %s', (of, value, words) => {
  expect(valueText(of as Field, value)).toBe(words);
});

test.each([
  ['', '0 bytes'],
  ['YQ==', '1 byte'],
  ['YWI=', '2 bytes'],
  ['YWJj', '3 bytes'],
])('%j holds %s', (base64, words) => {
  expect(byteCount(base64)).toBe(words);
});
