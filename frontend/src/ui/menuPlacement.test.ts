import { expect, test } from 'vitest';
import { nextIndex, placeBelow } from './menuPlacement.ts';

const screen = { width: 1000, height: 600 };
const menu = { width: 200, height: 150 };
const button = (left: number, top: number) => ({ left, right: left + 30, top, bottom: top + 30 });

test.each([
  ['below, flush right', button(500, 100), { left: 330, top: 134 }],
  ['above where there is no room below', button(500, 500), { left: 330, top: 346 }],
  ['not over the left edge', button(20, 100), { left: 8, top: 134 }],
  ['not over the right edge', button(985, 100), { left: 792, top: 134 }],
])('a menu goes %s', (_, at, place) => {
  expect(placeBelow(at, menu, screen)).toEqual(place);
});

test('a menu that fits nowhere goes below, where the page scrolls', () => {
  expect(placeBelow(button(500, 100), { width: 200, height: 590 }, screen).top).toBe(134);
});

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 2, 0],
  ['ArrowUp', 0, 2],
  ['ArrowUp', -1, 2],
  ['Home', 2, 0],
  ['End', 0, 2],
  ['a', 0, undefined],
])('%s at %d leads to %s', (key, at, next) => {
  expect(nextIndex(key, at, 3)).toBe(next);
});

test('an empty menu leads nowhere', () => {
  expect(nextIndex('ArrowDown', -1, 0)).toBeUndefined();
});
