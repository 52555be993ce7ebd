import { expect, it } from 'vitest';
import { taperUse } from './tapers.ts';

const minutes = (count: number) => Array.from({ length: count }, (_, i) => i * 60);

it('tells use and what is left of the last hour', () => {
  const t = minutes(121);
  // Ten a minute in the first hour, one a minute in the second.
  const counts = t.map((_, i) => (i <= 60 ? 2000 - i * 10 : 1400 - (i - 60)));
  expect(taperUse(t, counts)).toEqual({ perHour: 60, hoursLeft: 1340 / 60 });
});

it('does not count what was bought', () => {
  const use = taperUse([0, 600, 1200, 1800], [100, 80, 1080, 1060]);
  expect(use?.perHour).toBeCloseTo(80);
});

it('passes over what is not known', () => {
  expect(taperUse([0, 300, 600, 900], [50, null, 40, null])?.perHour).toBeCloseTo(60);
});

it.each([
  ['nothing', [], []],
  ['nothing known', [0, 900], [null, null]],
  ['less than five minutes', [0, 240], [10, 5]],
])('says nothing of %s', (_, t, counts) => {
  expect(taperUse(t, counts)).toBeNull();
});

it('lasts for ever when none are used', () => {
  expect(taperUse([0, 900], [10, 10])).toEqual({ perHour: 0, hoursLeft: null });
});
