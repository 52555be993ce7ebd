import { describe, expect, it } from 'vitest';
import { readTrails } from './trails.ts';

describe('readTrails', () => {
  it('reads points oldest first and leaves out what is none', () => {
    expect(
      readTrails({
        seconds: 600,
        trails: [
          {
            character_name: 'Aldra',
            points: [[2_000, 1.5, '2.5'], [1_000, 1, 2], [3_000, null, 1], 'x', []],
          },
          { points: [[1, 2, 3]] },
          null,
        ],
      }),
    ).toEqual([
      {
        name: 'Aldra',
        points: [
          { atMs: 1_000, ew: 1, ns: 2 },
          { atMs: 2_000, ew: 1.5, ns: 2.5 },
        ],
      },
    ]);
  });

  it.each([null, {}, { trails: 'x' }])('is empty for %j', (raw) => {
    expect(readTrails(raw)).toEqual([]);
  });
});
