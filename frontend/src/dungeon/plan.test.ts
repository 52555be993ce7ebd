import { describe, expect, it } from 'vitest';
import { boundsOf, landblockOf, outlineOf, spotIn, storeyAt, storeysOf } from './plan.ts';

/** The area that a path encloses; holes count against it. */
function area(path: string): number {
  let sum = 0;
  for (const ring of path.split('Z').filter((part) => part !== '')) {
    const points = ring
      .slice(1)
      .split('L')
      .map((pair) => pair.split(' ').map(Number) as [number, number]);
    points.forEach(([x, y], i) => {
      const [nextX, nextY] = points[(i + 1) % points.length] ?? [x, y];
      sum += x * nextY - nextX * y;
    });
  }
  return Math.abs(sum) / 2;
}

describe('outlineOf', () => {
  it('is a square of one tile, and one ring of two that touch', () => {
    expect(outlineOf([{ x: 0, y: 0 }])).toBe('M-5 -5L5 -5L5 5L-5 5Z');
    const two = outlineOf([
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ]);
    expect(two.match(/M/g)).toHaveLength(1);
    expect(area(two)).toBe(200);
  });

  it('leaves a court open', () => {
    const ring = [-10, 0, 10].flatMap((x) => [-10, 0, 10].map((y) => ({ x, y })));
    const court = ring.filter(({ x, y }) => x !== 0 || y !== 0);
    expect(area(outlineOf(court))).toBe(800);
    expect(outlineOf(court).match(/M/g)).toHaveLength(2);
  });

  it('encloses as much as there are tiles, whatever their places', () => {
    let seed = 7;
    const next = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed;
    };
    for (let round = 0; round < 50; round++) {
      const keys = new Set(Array.from({ length: 30 }, () => `${next() % 7} ${next() % 7}`));
      const tiles = [...keys].map((key) => {
        const [x = 0, y = 0] = key.split(' ').map(Number);
        return { x: x * 10, y: y * 10 };
      });
      expect(area(outlineOf(tiles))).toBe(tiles.length * 100);
    }
  });
});

it('makes storeys of levels, the highest first, and knows to which a height belongs', () => {
  const tile = (x: number, y: number) => ({ x, y, cell: 256, rot: 0, env_id: 13 });
  const storeys = storeysOf({
    levels: [
      { z: -6.2, tiles: [tile(0, 0), tile(0, 0)] },
      { z: 0, tiles: [tile(10, 0)] },
      { z: 0.4, tiles: [tile(20, 0)] },
      { z: 12, tiles: [] },
    ],
  });
  expect(storeys.map(({ z, tiles }) => [z, tiles.length])).toEqual([
    [0, 2],
    [-6, 1],
  ]);
  expect([0.5, -3.5, -99].map((z) => storeyAt(storeys, z))).toEqual([0, 1, 1]);
  expect(storeyAt([], 0)).toBe(-1);
  expect(boundsOf(storeys)).toEqual({ left: -15, top: -15, width: 50, height: 30 });
  expect(boundsOf([])).toEqual({ left: -50, top: -50, width: 100, height: 100 });
});

it('finds a spot of a block again from the coordinates that the client tells', () => {
  // 0xA9B40019 at (84.0, 7.1) is 42.1N 33.6E.
  const { x, y } = spotIn(0xa9b40019, 33.6, 42.0796);
  expect(x).toBeCloseTo(84, 1);
  expect(y).toBeCloseTo(7.1, 1);
  expect(landblockOf(0x01c90102)).toBe('0x01C9');
  expect(landblockOf(0xa9b40019)).toBe('0xA9B4');
});
