import { expect, test } from 'vitest';
import { linked, NO_LINKS, unlinked } from './links.ts';

const [a, b] = [
  { id: '1', label: 'A' },
  { id: '2', label: 'B' },
];

test('adding and leaving out again is no change', () => {
  expect(linked(NO_LINKS, a, false)).toEqual({ add: [a], remove: [] });
  expect(unlinked(linked(NO_LINKS, a, false), a)).toEqual(NO_LINKS);
  expect(linked(linked(NO_LINKS, a, false), a, false).add).toEqual([a]);
});

test('striking and putting back is no change', () => {
  expect(unlinked(NO_LINKS, b)).toEqual({ add: [], remove: [b] });
  expect(linked(unlinked(NO_LINKS, b), b, true)).toEqual(NO_LINKS);
  expect(linked(unlinked(NO_LINKS, b), b, false)).toEqual(NO_LINKS);
});

test('what is there already is not added', () => {
  expect(linked(NO_LINKS, b, true)).toEqual(NO_LINKS);
});
