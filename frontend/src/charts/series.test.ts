import { describe, expect, it } from 'vitest';
import { nearestMark } from './marks.ts';
import { readRange } from './range.ts';
import { rangeWords } from './rangeWords.ts';
import { breakGaps, newest, summary, withTail } from './series.ts';
import { shortNumber, timeTick } from './ticks.ts';

describe('breakGaps', () => {
  it('puts an empty point into a hole of three steps', () => {
    const broken = breakGaps({ t: [0, 10, 40, 50], columns: { a: [1, 2, 3, 4] } }, 10);
    expect(broken).toEqual({ t: [0, 10, 20, 40, 50], columns: { a: [1, 2, null, 3, 4] } });
  });

  it('leaves a series without holes as it is', () => {
    const series = { t: [0, 10, 39], columns: { a: [1, 2, 3] } };
    expect(breakGaps(series, 10)).toBe(series);
  });
});

describe('withTail', () => {
  const series = { t: [0, 10], columns: { a: [1, 2] } };
  it('adds only what is later', () => {
    const joined = withTail(series, { t: [5, 10, 15], columns: { a: [7, 8, 9] } });
    expect(joined).toEqual({ t: [0, 10, 15], columns: { a: [1, 2, 9] } });
  });
  it('is the same series when nothing has come', () => {
    expect(withTail(series, { t: [10], columns: { a: [5] } })).toBe(series);
  });
});

it('finds the newest, least, greatest and mean of what is known', () => {
  expect(newest([1, 5, null])).toBe(5);
  expect(newest([null])).toBeNull();
  expect(summary([null, 2, 4, null])).toEqual({ least: 2, greatest: 4, mean: 3 });
  expect(summary([null])).toBeNull();
});

it('finds the nearest mark within reach', () => {
  const marks = [
    { kind: 'rare' as const, t: 100, label: 'a' },
    { kind: 'death' as const, t: 130, label: 'b' },
  ];
  expect(nearestMark(marks, 118, 20)?.label).toBe('b');
  expect(nearestMark(marks, 60, 20)).toBeNull();
});

it.each([
  [0, '0'],
  [412, '412'],
  [1980, '1980'],
  [18_240, '18.2 k'],
  [1_200_000, '1.2 M'],
  [-3, '−3'],
])('writes %d beside an axis as %s', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});

it('writes the day where one begins, else the hour', () => {
  const midnight = new Date(2026, 10, 22).getTime() / 1000;
  expect(timeTick(midnight, 3600)).toBe('22 Nov');
  expect(timeTick(midnight + 9_000, 3600)).toBe('02:30');
  expect(timeTick(midnight + 9_005, 5)).toBe('02:30:05');
  expect(timeTick(midnight + 9_000, 86_400)).toBe('22 Nov');
});

it('reads ranges and words them', () => {
  expect(readRange('6h')).toBe('6h');
  expect(readRange('5h')).toBeUndefined();
  expect([rangeWords('1h'), rangeWords('24h'), rangeWords('7d')]).toEqual([
    'the last hour',
    'the last 24 hours',
    'the last 7 days',
  ]);
});
