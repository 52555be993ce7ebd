import { expect, test } from 'vitest';
import { dayTime, spanWords } from './dates.ts';

test('the span of one day names the day once', () => {
  const from = '2026-11-22T17:50:00';
  expect(spanWords(from, '2026-11-22T18:20:00')).toBe('22 Nov, 17:50 to 18:20');
  expect(spanWords(from, '2026-11-23T00:05:00')).toBe(`22 Nov, 17:50 to ${dayTime('2026-11-23T00:05:00')}`);
});
