import { expect, test } from 'vitest';
import { dragTarget, moved } from './order.ts';

test.each([
  [0, 2, ['b', 'c', 'a']],
  [2, 0, ['c', 'a', 'b']],
  [1, 1, ['a', 'b', 'c']],
  [0, 9, ['b', 'c', 'a']],
  [5, 0, ['a', 'b', 'c']],
])('the element at %i moved to %i', (from, to, list) => {
  expect(moved(['a', 'b', 'c'], from, to)).toEqual(list);
});

const boxes = [
  { top: 0, bottom: 300 },
  { top: 300, bottom: 400 },
  { top: 400, bottom: 450 },
];

test.each([
  ['within itself', 100, 0, 0],
  ['not yet past the middle of the next', 340, 0, 0],
  ['past the middle of the next', 360, 0, 1],
  ['past all', 900, 0, 2],
  ['up, not yet past the tall one', 200, 1, 1],
  ['up, past it', 140, 1, 0],
  ['up past all', -50, 2, 0],
])('dragged %s', (_, y, at, target) => {
  expect(dragTarget(y, boxes, at)).toBe(target);
});

test('an element that has passed a taller one stays there', () => {
  // After the swap the tall one has moved up by the small one's height.
  const swapped = [
    { top: 0, bottom: 300 },
    { top: 300, bottom: 350 },
  ];
  expect(
    dragTarget(
      201,
      [
        { top: 0, bottom: 50 },
        { top: 50, bottom: 350 },
      ],
      0,
    ),
  ).toBe(1);
  expect(dragTarget(201, swapped, 1)).toBe(1);
});
