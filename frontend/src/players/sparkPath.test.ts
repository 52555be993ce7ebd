import { expect, it } from 'vitest';
import { sparkPath } from './sparkPath.ts';

it('goes from left to right, the greatest value at the top', () => {
  expect(sparkPath([0, 50, 100], 20, 10)).toEqual({
    line: 'M0 10L10 5L20 0',
    area: 'M0 10L10 5L20 0V10H0Z',
    end: { x: 20, y: 0 },
  });
});

it('bridges gaps and ends with the last value that is known', () => {
  expect(sparkPath([null, 4, null, 2, null], 40, 8)?.line).toBe('M10 0L30 4');
});

it('lies on the ground where nothing is killed', () => {
  expect(sparkPath([0, 0], 10, 8)?.line).toBe('M0 8L10 8');
});

it.each([[[]], [[5]], [[null, null, 3]]])('is nothing for %j', (values) => {
  expect(sparkPath(values, 10, 10)).toBeNull();
});
