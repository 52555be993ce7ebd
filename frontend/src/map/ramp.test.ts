import { expect, it } from 'vitest';
import { type Ramp, rampColour } from './ramp.ts';

const ramp: Ramp = [
  [0, 0, 0],
  [100, 50, 0],
  [200, 200, 200],
];

it.each([
  [0, '0 0 0'],
  [0.25, '50 25 0'],
  [0.5, '100 50 0'],
  [1, '200 200 200'],
  [-1, '0 0 0'],
  [7, '200 200 200'],
])('the colour at %f is %s', (share, colour) => {
  expect(rampColour(ramp, share)).toBe(colour);
});
