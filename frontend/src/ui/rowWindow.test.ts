import { describe, expect, it } from 'vitest';
import { rowWindow } from './rowWindow.ts';

describe('rowWindow', () => {
  it.each([
    [1000, 0, 660, { first: 0, end: 28, beforePx: 0 }],
    [1000, 3300, 660, { first: 92, end: 128, beforePx: 92 * 33 }],
    [1000, 33_000, 660, { first: 992, end: 1000, beforePx: 992 * 33 }],
    [3, 0, 660, { first: 0, end: 3, beforePx: 0 }],
    [0, 0, 660, { first: 0, end: 0, beforePx: 0 }],
  ])('of %d rows scrolled by %d', (rows, scrolled, height, expected) => {
    const found = rowWindow(rows, 33, scrolled, height);
    expect(found).toMatchObject(expected);
    expect(found.beforePx + (found.end - found.first) * 33 + found.afterPx).toBe(rows * 33);
    expect(found.end - found.first).toBeLessThan(60);
  });
});
