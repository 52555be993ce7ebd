import { describe, expect, test } from 'vitest';
import { groupOf, panelsOf, risen, together } from './group.ts';

const history = (t: number[], kills: (number | null)[], rares: (number | null)[]) =>
  ({
    t,
    kills_per_hour: kills,
    rares_found: rares,
    deaths: rares,
    prismatic_taper_count: kills,
    latency_ms: kills,
    mem_mb: kills,
    cpu_pct: kills,
  }) as never;

describe('group', () => {
  const group = groupOf([
    { name: 'Aldra', history: history([0, 10, 20], [100, null, 300], [1, 2, 4]) },
    { name: 'Brisk', history: history([10, 20, 30], [50, 60, 70], [7, 0, 1]) },
  ]);
  test('histories lie on one axis, with nothing where one has none', () => {
    expect(group.t).toEqual([0, 10, 20, 30]);
    expect(group.members[1]?.columns.kills_per_hour).toEqual([null, 50, 60, 70]);
  });
  test('rates are added up, gauges are a mean', () => {
    expect(together(group, 'kills_per_hour')).toEqual([100, 50, 360, 70]);
    expect(together(group, 'latency_ms')).toEqual([100, 50, 180, 70]);
  });
  test('counters rise from the left edge, over sessions, and stay while nothing is heard', () => {
    expect(risen([5, 6, null, 1, 3])).toEqual([0, 1, null, 2, 4]);
    expect(together(group, 'rares_found')).toEqual([0, 1, 3, 4]);
  });
  test('a panel has one line, or one for each', () => {
    expect(panelsOf(group, ['deaths'], false)[0]?.lines.length).toBe(1);
    expect(panelsOf(group, ['deaths'], true)[0]?.lines.map(({ label }) => label)).toEqual(['Aldra', 'Brisk']);
  });
});
