import { afterEach, describe, expect, it, vi } from 'vitest';
import { heatShare, Overlays, readHeat, readPortals } from './overlays.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('readHeat', () => {
  it('puts the hottest last and leaves out what is no cell', () => {
    const heat = readHeat({
      cell: 2,
      cells: [
        { ew: 1, ns: 2, count: 9 },
        { ew: '3', ns: 4, count: 2 },
        { ew: 1, ns: null, count: 5 },
        null,
        { ew: 1, ns: 1, count: 0 },
      ],
    });
    expect(heat).toEqual({
      cell: 2,
      cells: [
        { ew: 3, ns: 4, count: 2 },
        { ew: 1, ns: 2, count: 9 },
      ],
    });
  });

  it.each([null, {}, { cells: 'x' }, { cell: -1, cells: [] }])('is empty for %j', (raw) => {
    expect(readHeat(raw)).toEqual({ cell: 1, cells: [] });
  });
});

it('readPortals keeps those with a place', () => {
  expect(
    readPortals({ portals: [{ portal_name: 'Gateway', ew: 1, ns: -2 }, { portal_name: 'Lost' }] }),
  ).toEqual([{ name: 'Gateway', ew: 1, ns: -2 }]);
});

it.each([
  { count: 0, most: 100, share: 0 },
  { count: 100, most: 100, share: 1 },
  { count: 1, most: 1, share: 1 },
])('heatShare of $count of $most is $share', ({ count, most, share }) => {
  expect(heatShare(count, most)).toBe(share);
});

describe('Overlays', () => {
  it('asks for a layer when it is turned on, each minute while it is, and no more after', async () => {
    vi.useFakeTimers();
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(path);
      return Response.json({ cell: 1, cells: [{ ew: 1, ns: 1, count: 3 }] });
    });
    const changed = vi.fn();
    const overlays = new Overlays(changed);
    overlays.set(['trails'], { hours: 24 });
    expect(asked).toEqual([]);
    overlays.set(['trails', 'heat'], { hours: 24 });
    overlays.set(['heat'], { hours: 24 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(2);
    expect(overlays.heat.cells).toHaveLength(1);
    expect(overlays.shows('heat')).toBe(true);
    overlays.set([], { hours: 24 });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked).toHaveLength(2);
    overlays.set(['heat'], { hours: 24 });
    overlays.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked).toHaveLength(3);
  });

  it('keeps what it has while the server is away', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('away')));
    const overlays = new Overlays(() => undefined);
    overlays.portals = [{ name: 'Gateway', ew: 1, ns: 2 }];
    overlays.set(['portals'], { hours: 24 });
    await Promise.resolve();
    expect(overlays.portals).toHaveLength(1);
    overlays.stop();
  });
});
