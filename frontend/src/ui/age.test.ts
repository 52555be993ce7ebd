import { expect, test } from 'vitest';
import { ago, span, until } from './age.ts';

const now = new Date('2026-11-22T18:00:00Z');
const minute = 60_000;
const before = (ms: number) => new Date(now.getTime() - ms);

test.each([
  [-5, '0 s'],
  [999, '0 s'],
  [59_999, '59 s'],
  [minute, '1 min'],
  [119 * minute, '1 h'],
  [47 * 60 * minute, '47 h'],
  [48 * 60 * minute, '2 days'],
])('%d ms are %s', (ms, text) => {
  expect(span(ms)).toBe(text);
});

test.each([
  [-3000, 'just now'],
  [4000, 'just now'],
  [14 * minute, '14 min ago'],
  [7 * 24 * 60 * minute, '7 days ago'],
])('%d ms before now was %s', (ms, text) => {
  expect(ago(before(ms), now)).toBe(text);
});

test('what is older than a week has a date', () => {
  expect(ago(before(30 * 24 * 60 * minute), now)).toMatch(/^2\d Oct 2026$/);
});

test('what is to come is counted down to, and then over', () => {
  expect(until(before(-90 * minute), now)).toBe('in 1 h');
  expect(until(before(-(7 * 24 * 60 - 10) * minute), now)).toBe('in 7 days');
  expect(until(now, now)).toBe('over');
});
