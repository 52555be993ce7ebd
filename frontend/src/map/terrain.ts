/** The look of the land, made up from the kinds of terrain alone: tints that run into each other, hills where there
 * are mountains, light from the north-west. Pure arithmetic, done in a worker. */

/** Points of the picture a landblock. */
export const FINE = 4;
const CONTOUR_STEP = 0.085;
const CONTOUR_FINE = 2;

export type Rgb = readonly [number, number, number];
export type Tints = Record<string, Rgb>;

export interface Shade {
  tints: Tints;
  /** How strongly slopes are lit and shaded, and how far noise shifts the tint. */
  relief: number;
  grain: number;
}

export interface Terrain {
  /** Pixels, 4 bytes each, north row first. */
  pixels: Uint8ClampedArray;
  size: number;
  /** Contour lines as x0, y0, x1, y1 in landblocks from the north-west corner. */
  contours: Float32Array;
}

function hash(x: number, y: number): number {
  let h = Math.imul(x, 374761393) + Math.imul(y, 668265263);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

function noise(x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const sx = fx * fx * (3 - 2 * fx);
  const sy = fy * fy * (3 - 2 * fy);
  const top = hash(x0, y0) * (1 - sx) + hash(x0 + 1, y0) * sx;
  const bottom = hash(x0, y0 + 1) * (1 - sx) + hash(x0 + 1, y0 + 1) * sx;
  return top * (1 - sy) + bottom * sy;
}

/** Blurs a square grid in place, `passes` times a box of that radius. */
export function boxBlur(values: Float32Array, size: number, radius: number, passes: number): void {
  const line = new Float32Array(size);
  const run = (start: number, stride: number) => {
    const at = (i: number) => values[start + Math.min(size - 1, Math.max(0, i)) * stride] ?? 0;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += at(i);
    for (let i = 0; i < size; i++) {
      line[i] = sum / (2 * radius + 1);
      sum += at(i + radius + 1) - at(i - radius);
    }
    for (let i = 0; i < size; i++) values[start + i * stride] = line[i] ?? 0;
  };
  for (let pass = 0; pass < passes; pass++) {
    for (let y = 0; y < size; y++) run(y * size, 1);
    for (let x = 0; x < size; x++) run(x, size);
  }
}

function bilinear(values: Float32Array, size: number, x: number, y: number): number {
  const cx = Math.min(size - 1.001, Math.max(0, x));
  const cy = Math.min(size - 1.001, Math.max(0, y));
  const x0 = Math.floor(cx);
  const y0 = Math.floor(cy);
  const fx = cx - x0;
  const fy = cy - y0;
  const at = y0 * size + x0;
  const top = (values[at] ?? 0) * (1 - fx) + (values[at + 1] ?? 0) * fx;
  const bottom = (values[at + size] ?? 0) * (1 - fx) + (values[at + size + 1] ?? 0) * fx;
  return top * (1 - fy) + bottom * fy;
}

const HEIGHTS: Record<string, number> = {
  m: 1,
  o: 0.42,
  f: 0.2,
  j: 0.22,
  d: 0.12,
  p: 0.07,
  s: 0.02,
  b: 0.02,
};

/** Draws the land of a world of `blocks` × `blocks` landblocks. */
export function makeTerrain(biomes: Uint8Array, blocks: number, shade: Shade): Terrain {
  const channels = [0, 1, 2].map(() => new Float32Array(blocks * blocks));
  const rough = new Float32Array(blocks * blocks);
  for (let i = 0; i < biomes.length; i++) {
    const letter = String.fromCharCode(biomes[i] ?? 0);
    const tint = shade.tints[letter] ?? shade.tints.p ?? [128, 128, 128];
    for (let c = 0; c < 3; c++) (channels[c] as Float32Array)[i] = tint[c] ?? 0;
    rough[i] = HEIGHTS[letter] ?? 0;
  }
  for (const channel of channels) boxBlur(channel, blocks, 1, 3);
  boxBlur(rough, blocks, 2, 3);

  const size = blocks * FINE;
  const heights = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const bx = (x + 0.5) / FINE - 0.5;
      const by = (y + 0.5) / FINE - 0.5;
      const base = bilinear(rough, blocks, bx, by);
      const hills =
        noise(bx / 5.5, by / 5.5) * 0.6 + noise(bx / 2.3 + 31, by / 2.3) * 0.28 + noise(bx + 7, by) * 0.12;
      heights[y * size + x] = base * (0.35 + hills) + hills * 0.1;
    }
  }

  const pixels = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const east = heights[y * size + Math.min(size - 1, x + 1)] ?? 0;
      const west = heights[y * size + Math.max(0, x - 1)] ?? 0;
      const south = heights[Math.min(size - 1, y + 1) * size + x] ?? 0;
      const north = heights[Math.max(0, y - 1) * size + x] ?? 0;
      const light = (east - west + (south - north)) * shade.relief;
      const bx = (x + 0.5) / FINE - 0.5;
      const by = (y + 0.5) / FINE - 0.5;
      const grain =
        (noise(bx / 3.7 + 11, by / 3.7) - 0.5) * shade.grain + (hash(x, y) - 0.5) * shade.grain * 0.22;
      for (let c = 0; c < 3; c++) {
        pixels[at * 4 + c] = bilinear(channels[c] as Float32Array, blocks, bx, by) * (1 + grain + light);
      }
      pixels[at * 4 + 3] = 255;
    }
  }
  return { pixels, size, contours: makeContours(heights, size) };
}

/** Marching squares over every second height: the lines are short, loose and many; they are only ever drawn faintly. */
function makeContours(heights: Float32Array, size: number): Float32Array {
  const step = FINE / CONTOUR_FINE;
  const n = Math.floor(size / step);
  const segments: number[] = [];
  const height = (x: number, y: number) =>
    heights[Math.min(size - 1, y * step) * size + Math.min(size - 1, x * step)] ?? 0;
  const crossings: number[] = [];
  for (let y = 0; y < n - 1; y++) {
    for (let x = 0; x < n - 1; x++) {
      const a = height(x, y);
      const b = height(x + 1, y);
      const c = height(x + 1, y + 1);
      const d = height(x, y + 1);
      const low = Math.min(a, b, c, d);
      const high = Math.max(a, b, c, d);
      for (let level = Math.ceil(low / CONTOUR_STEP) * CONTOUR_STEP; level < high; level += CONTOUR_STEP) {
        if (level < 0.2) continue;
        crossings.length = 0;
        if (a > level !== b > level) crossings.push(x + (level - a) / (b - a), y);
        if (b > level !== c > level) crossings.push(x + 1, y + (level - b) / (c - b));
        if (c > level !== d > level) crossings.push(x + 1 - (level - c) / (d - c), y + 1);
        if (d > level !== a > level) crossings.push(x, y + 1 - (level - d) / (a - d));
        for (let i = 0; i + 3 < crossings.length; i += 4) {
          for (let k = 0; k < 4; k++) segments.push((crossings[i + k] ?? 0) / CONTOUR_FINE);
        }
      }
    }
  }
  return new Float32Array(segments);
}
