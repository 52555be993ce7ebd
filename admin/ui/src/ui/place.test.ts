import { expect, test } from 'vitest';
import { nextIndex, place } from './place.ts';

const screen = { width: 1000, height: 600 };
const anchor = { left: 100, right: 200, top: 50, bottom: 80 };

test.each([
  ['under its anchor', anchor, { width: 200, height: 100 }, 'start', { left: 100, top: 84 }],
  ['flush with its end', anchor, { width: 60, height: 100 }, 'end', { left: 140, top: 84 }],
  [
    'inside of the screen',
    { ...anchor, left: 950, right: 990 },
    { width: 200, height: 100 },
    'start',
    { left: 792, top: 84 },
  ],
  [
    'above where there is no room',
    { ...anchor, top: 550, bottom: 580 },
    { width: 200, height: 100 },
    'start',
    { left: 100, top: 446 },
  ],
  [
    'at the edge where there is room nowhere',
    anchor,
    { width: 200, height: 580 },
    'start',
    { left: 100, top: 12 },
  ],
] as const)('a popover goes %s', (_, at, size, side, wanted) => {
  expect(place(at, size, screen, side)).toEqual(wanted);
});

test.each([
  ['ArrowDown', 0, 3, 1],
  ['ArrowDown', 2, 3, 0],
  ['ArrowUp', 0, 3, 2],
  ['ArrowUp', -1, 3, 2],
  ['Home', 2, 3, 0],
  ['End', 0, 3, 2],
  ['a', 0, 3, undefined],
  ['Home', 0, 0, undefined],
])('%s at %i of %i leads to %s', (key, at, count, wanted) => {
  expect(nextIndex(key, at, count)).toBe(wanted);
});
