import { expect, test } from 'vitest';
import { countText, numberText } from './numbers.ts';

test.each([
  [0, '0'],
  [1284, '1\u202f284'],
  [-0.5, '-0.5'],
  [12_345_678.25, '12\u202f345\u202f678.25'],
])('%d is written %s', (value, words) => {
  expect(numberText(value)).toBe(words);
});

test.each([
  [{ value: 1284, capped: false }, '1\u202f284'],
  [{ value: 10_000, capped: true }, '10k+'],
  [{ value: 500, capped: true }, '500+'],
])('%j is shown as %s', (count, words) => {
  expect(countText(count)).toBe(words);
});
