import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  clampPlace,
  firstPlace,
  fullPlace,
  keepPlaces,
  LEAST,
  readPlaces,
  snapPlace,
} from './windowPlace.ts';

const desk = { width: 1000, height: 800 };
const place = { x: 100, y: 100, width: 400, height: 300 };

describe('clampPlace', () => {
  it.each([
    ['past the left and the top', { ...place, x: -50, y: -9 }, { ...place, x: 0, y: 0 }],
    ['past the right and the bottom', { ...place, x: 900, y: 790 }, { ...place, x: 600, y: 500 }],
    ['too small', { ...place, width: 10, height: 10 }, { ...place, ...LEAST }],
    ['larger than the desk', { x: 5, y: 5, width: 4000, height: 4000 }, { x: 0, y: 0, ...desk }],
  ])('%s', (_, from, to) => {
    expect(clampPlace(from, desk)).toEqual(to);
  });

  it('keeps the least size on a desk that is smaller', () => {
    expect(clampPlace(place, { width: 200, height: 100 })).toEqual({ x: 0, y: 0, ...LEAST });
  });
});

describe('snapPlace', () => {
  it('is drawn to the margin from twelve pixels away, no further', () => {
    expect(snapPlace({ ...place, x: 27 }, desk, []).x).toBe(16);
    expect(snapPlace({ ...place, x: 29 }, desk, []).x).toBe(29);
  });

  it('is drawn beside another window with the same gap', () => {
    const other = { x: 100, y: 100, width: 200, height: 200 };
    expect(snapPlace({ ...place, x: 310, y: 95 }, desk, [other])).toMatchObject({ x: 316, y: 100 });
  });
});

it('opens each window on the desk, apart from the one before', () => {
  const places = [0, 1, 2, 7].map((index) => firstPlace(index, desk));
  for (const one of places) expect(clampPlace(one, desk)).toEqual(one);
  expect(new Set(places.map(({ x }) => x)).size).toBe(3);
  expect(clampPlace(fullPlace(desk), desk)).toEqual(fullPlace(desk));
});

describe('what is remembered', () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is a place for each window, of the last two dozen', () => {
    const moved: Record<string, typeof place> = {};
    for (let i = 0; i < 30; i++) moved[`w${i}`] = { ...place, x: i };
    delete moved.w10;
    moved.w10 = place;
    const kept = keepPlaces(moved);
    const places = readPlaces();
    expect(places).toEqual(kept);
    expect(Object.keys(places)).toHaveLength(24);
    expect(places.w10).toEqual(place);
    expect(places.w5).toBeUndefined();
  });

  it('is nothing where the storage holds something else', () => {
    kept.set('overlord.windows', '{"a":{"x":1},"b":5}');
    expect(readPlaces()).toEqual({});
    kept.set('overlord.windows', 'oops');
    expect(readPlaces()).toEqual({});
  });
});
