import { expect, test } from 'vitest';
import { lastDays } from './days.ts';

test('days without anything are there too', () => {
  expect(
    lastDays(
      [
        ['2026-11-20', 4],
        ['2026-10-01', 9],
      ],
      3,
      new Date('2026-11-22T01:00:00Z'),
    ),
  ).toEqual([
    { day: '2026-11-20', count: 4 },
    { day: '2026-11-21', count: 0 },
    { day: '2026-11-22', count: 0 },
  ]);
});
