import { expect, test } from 'vitest';
import { rowWindow } from './rowWindow.ts';

test.each([
  [50, 0, { first: 0, end: 50, beforePx: 0, afterPx: 0 }],
  [500, 0, { first: 0, end: 28, beforePx: 0, afterPx: 14_160 }],
  [500, 3_000, { first: 92, end: 128, beforePx: 2_760, afterPx: 11_160 }],
  [500, 14_400, { first: 472, end: 500, beforePx: 14_160, afterPx: 0 }],
  [500, 99_999, { first: 500, end: 500, beforePx: 15_000, afterPx: 0 }],
])('of %i rows of 30 px, scrolled to %i', (rows, scrolled, wanted) => {
  expect(rowWindow(rows, 30, scrolled, 600)).toEqual(wanted);
});
