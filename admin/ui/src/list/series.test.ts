import { expect, test } from 'vitest';
import { readAddress } from './address.ts';
import { linePath, rangeFilter, rangeSpan, ticks, wholeFilter, withEmpty } from './series.ts';

test.each([
  ['', 'at>=now-24h'],
  ['7d', 'at>=now-7d'],
  ['all', ''],
  ['2026-11-01..2026-11-22', 'at>=2026-11-01 at<=2026-11-22'],
  ['..2026-11-22', 'at<=2026-11-22'],
])('the span %j is the filter %j', (range, filter) => {
  expect(rangeFilter('at', range)).toBe(filter);
});

test('the span comes on top of the filter, whatever that is made of', () => {
  const address = { ...readAddress(''), filter: 'a:1 or b:2', range: '1h' };
  expect(wholeFilter(address, 'at')).toBe('(a:1 or b:2) at>=now-1h');
  expect(wholeFilter({ ...address, filter: '' }, 'at')).toBe('at>=now-1h');
  expect(wholeFilter(address, undefined)).toBe('a:1 or b:2');
});

test('a chart goes over the span', () => {
  const now = new Date(2026, 10, 22, 12);
  expect(rangeSpan('1h', now)).toEqual({ from: new Date(2026, 10, 22, 11), to: now });
  expect(rangeSpan('all', now).from).toEqual(new Date(2025, 10, 22, 12));
  expect(rangeSpan('2026-11-01..2026-11-02', now)).toEqual({
    from: new Date(2026, 10, 1),
    to: new Date(2026, 10, 2),
  });
});

test.each([
  [0, 10, [0, 5, 10]],
  [0, 97, [0, 50]],
  [0.1, 0.45, [0.1, 0.2, 0.3, 0.4]],
  [-5, 5, [-5, 0, 5]],
  [3, 3, [3]],
])('from %d to %d the lines are at %j', (low, high, at) => {
  expect(ticks(low, high)).toEqual(at);
});

test('an interval without rows counts none', () => {
  const counts = [
    [100, 4],
    [130.001, 2],
  ] as const;
  expect(withEmpty(counts, 100, 140, 4)).toEqual([
    [100, 4],
    [110, 0],
    [120, 0],
    [130, 2],
  ]);
});

test('a line breaks where nothing was measured', () => {
  const box = { width: 100, height: 10, from: 0, to: 100, low: 0, high: 10 };
  expect(
    linePath(
      [
        [0, 0],
        [10, 10],
        [20, 5],
        [80, 5],
        [90, 5],
      ],
      box,
    ),
  ).toBe('M0.0 10.0L10.0 0.0L20.0 5.0M80.0 5.0L90.0 5.0');
  expect(linePath([], box)).toBe('');
});
