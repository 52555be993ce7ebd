import { expect, it } from 'vitest';
import { countWords, nearbyLines } from './nearby.ts';

const object = (
  name: string,
  object_class: number,
  ew: number | null,
  ns: number | null,
  distance: number | null,
) => ({
  id: null,
  name,
  object_class,
  ew,
  ns,
  z: 0,
  distance,
  health_pct: null,
});
const at = { ew: 33, ns: 42 };

it('lists what is nearest first, with the side it is on', () => {
  const lines = nearbyLines(
    [
      object('Far', 5, 33, 43, 240),
      object('Near', 24, 33.1, 42, null),
      object('Somewhere', 14, null, null, null),
    ],
    at,
  );
  expect(lines.map(({ name, kind, side }) => `${name} ${kind} ${side}`)).toEqual([
    'Near player E',
    'Far creature N',
    'Somewhere portal ',
  ]);
  expect(lines[0]?.distance).toBeCloseTo(24);
  expect(lines[0]?.east).toBeCloseTo(24);
});

it('knows distances and no directions where it does not know its own place', () => {
  expect(nearbyLines([object('Drudge', 5, 33, 43, 12)], null)[0]).toMatchObject({
    distance: 12,
    east: null,
    side: '',
  });
});

it('counts in words', () => {
  const lines = nearbyLines(
    [object('a', 5, 0, 0, 1), object('b', 5, 0, 0, 2), object('c', 24, 0, 0, 3)],
    null,
  );
  expect(countWords(lines)).toBe('2 creatures, 1 player');
  expect(countWords([])).toBe('');
});
