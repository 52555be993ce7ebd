import { expect, test } from 'vitest';
import type { Row } from '../api/types.ts';
import { hold, samePlaces } from './held.ts';

const row = (id: string, note = ''): Row => ({ id, label: id, note });

test('rows stay in their places with new values; others are counted', () => {
  const held = hold([row('1'), row('2'), row('3')], [row('9'), row('2', 'new'), row('1')]);
  expect(held.rows).toEqual([row('1'), row('2', 'new'), row('3')]);
  expect([...held.gone]).toEqual(['3']);
  expect(held.fresh).toBe(1);
});

test('the same rows in the same places need not be held', () => {
  expect(samePlaces([row('1'), row('2')], [row('1', 'x'), row('2')])).toBe(true);
  expect(samePlaces([row('1'), row('2')], [row('2'), row('1')])).toBe(false);
  expect(samePlaces([row('1')], [])).toBe(false);
});
