import { describe, expect, test } from 'vitest';
import { searchChart } from './chart.ts';

const box = { width: 160, height: 40 };
const mark = (covered: number) => ({ covered, armorLevel: 0 });

describe('the chart of a search', () => {
  test('is none before anything is known', () => {
    expect(searchChart({ trace: [], seconds: 0 }, box)).toBeNull();
    expect(searchChart({ trace: [{ seconds: 0, best: null, bound: null }], seconds: 1 }, box)).toBeNull();
  });

  test('draws best and bound as steps that meet', () => {
    const trace = [
      { seconds: 0, best: null, bound: mark(20) },
      { seconds: 1, best: mark(10), bound: mark(20) },
      { seconds: 2, best: mark(18), bound: mark(20) },
      { seconds: 4, best: mark(18), bound: mark(18) },
    ];
    expect(searchChart({ trace, seconds: 4 }, box)).toEqual({
      best: 'M25 40H50V8H160',
      bound: 'M0 0H100V8H160',
      meet: { x: 100, y: 8, seconds: 4 },
      boundY: 0,
    });
  });

  test('has no meeting while there is a gap, and reaches up to now', () => {
    const trace = [{ seconds: 0, best: mark(10), bound: mark(20) }];
    expect(searchChart({ trace, seconds: 8 }, box)).toMatchObject({
      best: 'M0 40H160',
      bound: 'M0 0H160',
      meet: null,
    });
  });

  test('lies in the middle where nothing ever changed', () => {
    const trace = [{ seconds: 0, best: mark(5), bound: mark(5) }];
    expect(searchChart({ trace, seconds: 0 }, box)?.best).toBe('M160 20H160');
  });
});
