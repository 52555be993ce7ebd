import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../live/world.ts';
import { readBiomes, readCoast } from './basemap.ts';
import { boxBlur, FINE, makeTerrain } from './terrain.ts';

const world = JSON.parse(readFileSync('../static/map/dereth.json', 'utf8')) as WorldFile;

/** Whether a position lies within an odd number of rings. */
function isLand(rings: Float64Array[], ew: number, ns: number): boolean {
  let inside = false;
  for (const ring of rings) {
    const n = ring.length / 2;
    for (let i = 0, j = n - 1; i < n; j = i++) {
      const [xi, yi, xj, yj] = [ring[i * 2], ring[i * 2 + 1], ring[j * 2], ring[j * 2 + 1]] as [
        number,
        number,
        number,
        number,
      ];
      if (yi > ns !== yj > ns && ew < ((xj - xi) * (ns - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

describe('the base map', () => {
  const rings = readCoast(world);

  it('has every town on land', () => {
    const wet = world.places.filter(([, kind, ew, ns]) => kind === 'town' && !isLand(rings, ew, ns));
    expect(wet.map(([name]) => name)).toEqual([]);
  });

  it.each([
    ['the inland sea', -30, -30, false],
    ['the eastern ocean', 99, 40, false],
    ['the desert', 20, -20, true],
    ['the Obsidian Plains', -65, -64, true],
  ])('knows %s', (_, ew, ns, land) => {
    expect(isLand(rings, ew, ns)).toBe(land);
  });

  it('has a kind of terrain for every landblock', () => {
    const biomes = readBiomes(world.biomes, world.blocks * world.blocks);
    expect(biomes).toHaveLength(65_025);
    expect(
      String.fromCharCode(...new Set(biomes))
        .split('')
        .sort()
        .join(''),
    ).toBe('bdfjmops');
  });

  it('is refused when a part of it is missing', () => {
    expect(() => readBiomes('p12f3', 16)).toThrow('15 landblocks instead of 16');
  });
});

describe('makeTerrain', () => {
  it('paints every point, and mountains rougher than plains', () => {
    const blocks = 16;
    const biomes = new Uint8Array(blocks * blocks).fill('p'.charCodeAt(0));
    for (let i = 0; i < biomes.length; i++) if (i % blocks >= 8) biomes[i] = 'm'.charCodeAt(0);
    const shade = { tints: { p: [100, 100, 100], m: [100, 100, 100] }, relief: 2, grain: 0 } as const;
    const { pixels, size, contours } = makeTerrain(biomes, blocks, shade);
    expect(size).toBe(blocks * FINE);
    expect(pixels).toHaveLength(size * size * 4);
    const spread = (from: number, to: number) => {
      let sum = 0;
      for (let y = 0; y < size; y++)
        for (let x = from; x < to; x++) sum += Math.abs((pixels[(y * size + x) * 4] ?? 0) - 100);
      return sum;
    };
    expect(spread(size - 20, size)).toBeGreaterThan(spread(0, 20) * 2);
    expect(contours.length % 4).toBe(0);
    expect(contours.length).toBeGreaterThan(0);
  });
});

describe('boxBlur', () => {
  it('keeps an even field as it is', () => {
    const field = new Float32Array(25).fill(3);
    boxBlur(field, 5, 1, 2);
    expect([...field].every((value) => Math.abs(value - 3) < 1e-5)).toBe(true);
  });

  it('spreads a point out evenly', () => {
    const field = new Float32Array(49);
    field[24] = 9;
    boxBlur(field, 7, 1, 1);
    expect(field[24]).toBeCloseTo(1);
    expect(field[16]).toBeCloseTo(1);
    expect(field[10]).toBeCloseTo(0);
  });
});
