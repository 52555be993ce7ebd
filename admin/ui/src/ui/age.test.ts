import { expect, test } from 'vitest';
import { ago, shortDay, shortTime, span } from './age.ts';

test.each([
  [-5, '0 s'],
  [4_999, '4 s'],
  [14 * 60_000, '14 min'],
  [47 * 3_600_000, '47 h'],
  [6 * 86_400_000, '6 days'],
])('%i ms is %s', (ms, words) => {
  expect(span(ms)).toBe(words);
});

const now = new Date(2026, 10, 22, 18, 0, 0);

test.each([
  [new Date(2026, 10, 22, 17, 59, 58), 'just now'],
  [new Date(2026, 10, 22, 17, 46), '14 min ago'],
  [new Date(2026, 10, 20, 17, 46), '2 days ago'],
  [new Date(2026, 9, 20), '20 Oct'],
  [new Date(2024, 9, 20), '20 Oct 2024'],
  [new Date(2026, 10, 23, 9, 30, 5), '23 Nov 09:30:05'],
])('%s is %s', (at, words) => {
  expect(ago(at, now)).toBe(words);
});

test('a time in a list has the year only where it is another one', () => {
  expect(shortTime(new Date(2026, 10, 22, 17, 48, 12), now)).toBe('22 Nov 17:48:12');
  expect(shortTime(new Date(2025, 10, 22, 17, 48, 12), now)).toBe('22 Nov 2025 17:48:12');
  expect(shortDay(new Date(2026, 0, 2), now)).toBe('2 Jan');
});
