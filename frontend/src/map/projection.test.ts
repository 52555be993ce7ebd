import { describe, expect, it } from 'vitest';
import {
  centreOn,
  clampView,
  graticule,
  leastZoom,
  MOST_ZOOM,
  NO_INSETS,
  panBy,
  scaleBar,
  showAll,
  stepMs,
  toEw,
  toNs,
  toX,
  toY,
  type View,
  wholeWorld,
  zoomAround,
} from './projection.ts';

const view: View = { ew: 33.6, ns: 42.1, z: 20, width: 1000, height: 800 };

describe('projection', () => {
  it('puts the middle in the middle, east to the right and north up', () => {
    expect([toX(view, 33.6), toY(view, 42.1)]).toEqual([500, 400]);
    expect(toX(view, 34.6)).toBeCloseTo(520);
    expect(toY(view, 43.1)).toBeCloseTo(380);
  });

  it('and its inverse agree', () => {
    for (const [x, y] of [
      [0, 0],
      [999, 3],
      [123.4, 777],
    ] as const) {
      expect(toX(view, toEw(view, x))).toBeCloseTo(x);
      expect(toY(view, toNs(view, y))).toBeCloseTo(y);
    }
  });
});

describe('zoomAround', () => {
  it('keeps what is under the pointer where it is', () => {
    const zoomed = zoomAround(view, 1.7, 130, 660);
    expect(zoomed.z).toBeCloseTo(34);
    expect(toX(zoomed, toEw(view, 130))).toBeCloseTo(130);
    expect(toY(zoomed, toNs(view, 660))).toBeCloseTo(660);
  });

  it('stops at the closest and at the farthest', () => {
    expect(zoomAround(view, 1e6, 500, 400).z).toBe(MOST_ZOOM);
    expect(zoomAround(view, 1e-6, 500, 400).z).toBeCloseTo(leastZoom(view));
  });
});

describe('panBy', () => {
  it('drags the land along', () => {
    const panned = panBy(view, 40, -20);
    expect(toX(panned, 33.6)).toBeCloseTo(540);
    expect(toY(panned, 42.1)).toBeCloseTo(380);
  });

  it('does not leave the world', () => {
    const northEast = panBy(view, -1e6, 1e6);
    expect([toX(northEast, 102.05), toY(northEast, 102.05)]).toEqual([
      expect.closeTo(250), // a quarter of the picture short of its middle
      expect.closeTo(600),
    ]);
    const southWest = clampView({ ...view, ew: -500, ns: -500 });
    expect([toX(southWest, -101.95), toY(southWest, -101.95)]).toEqual([
      expect.closeTo(750),
      expect.closeTo(200),
    ]);
  });
});

describe('showAll', () => {
  it('fits everyone between the search pill and the sheet of a phone', () => {
    const phone: View = { ew: 0, ns: 0, z: 1, width: 390, height: 780 };
    const insets = { top: 64, right: 0, bottom: 406, left: 0 };
    const corners = [
      { ew: -95, ns: 95 },
      { ew: 95, ns: -95 },
    ];
    const shown = showAll(phone, corners, insets, 20);
    for (const { ew, ns } of corners) {
      expect(toX(shown, ew)).toBeGreaterThan(0);
      expect(toX(shown, ew)).toBeLessThan(390);
      expect(toY(shown, ns)).toBeGreaterThan(64);
      expect(toY(shown, ns)).toBeLessThan(780 - 406);
    }
  });
});

describe('centreOn', () => {
  it('uses the middle of what is not covered', () => {
    const insets = { top: 100, right: 0, bottom: 300, left: 200 };
    const moved = centreOn(view, 10, 10, insets);
    expect(toX(moved, 10)).toBeCloseTo(600);
    expect(toY(moved, 10)).toBeCloseTo(300);
  });
});

describe('showAll', () => {
  it('shows every position inside the free part', () => {
    const insets = { top: 64, right: 0, bottom: 400, left: 0 };
    const positions = [
      { ew: -20, ns: 5 },
      { ew: 60, ns: 40 },
      { ew: 20, ns: -60 },
    ];
    const shown = showAll(view, positions, insets, 26);
    for (const { ew, ns } of positions) {
      expect(toX(shown, ew)).toBeGreaterThan(0);
      expect(toX(shown, ew)).toBeLessThan(1000);
      expect(toY(shown, ns)).toBeGreaterThan(64);
      expect(toY(shown, ns)).toBeLessThan(400);
    }
  });

  it('comes no closer to one than was said', () => {
    expect(showAll(view, [{ ew: 1, ns: 1 }], NO_INSETS, 26).z).toBe(26);
  });

  it('shows the whole world when nobody is there', () => {
    expect(showAll(view, [], NO_INSETS, 26)).toEqual(wholeWorld(view, NO_INSETS));
  });
});

describe('scaleBar', () => {
  it.each([
    [20, { units: 5, widthPx: 100, label: '5 units · 1.2 km' }],
    [4, { units: 20, widthPx: 80, label: '20 units · 4.8 km' }],
    [100, { units: 1, widthPx: 100, label: '1 unit · 240 m' }],
    [220, { units: 0.5, widthPx: 110, label: '0.5 units · 120 m' }],
  ])('at %d pixels a unit', (z, bar) => {
    expect(scaleBar(z, 112)).toEqual(bar);
  });
});

describe('graticule', () => {
  it('has the lines between two edges and none off the world', () => {
    expect(graticule(-14, 21, 10)).toEqual([-10, 0, 10, 20]);
    expect(graticule(91, 140, 10)).toEqual([100]);
    expect(graticule(-140, -95, 20)).toEqual([-100]);
  });

  it('writes no negative nought', () => {
    expect(Object.is(graticule(-1, 1, 10)[0], 0)).toBe(true);
  });
});

describe('stepMs', () => {
  it('is the time of a quarter of a pixel at a run: rare from afar, every frame from near', () => {
    expect(stepMs({ ...view, z: 5 })).toBe(1000);
    expect(stepMs({ ...view, z: 50 })).toBe(100);
    expect(stepMs({ ...view, z: MOST_ZOOM })).toBeLessThan(25);
  });
});
