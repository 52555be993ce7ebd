import type { WorldFile } from '../live/world.ts';

/** Unpacks the coast: rings of ew, ns, ew, ns … in map units. */
export function readCoast(world: Pick<WorldFile, 'coast' | 'step' | 'west' | 'north'>): Float64Array[] {
  return world.coast.map((steps) => {
    const ring = new Float64Array(steps.length);
    let x = 0;
    let y = 0;
    for (let i = 0; i + 1 < steps.length; i += 2) {
      x += steps[i] ?? 0;
      y += steps[i + 1] ?? 0;
      ring[i] = world.west + x * world.step;
      ring[i + 1] = world.north - y * world.step;
    }
    return ring;
  });
}

/** Unpacks "p12f3…" to one letter a landblock. Throws when it does not fill the world. */
export function readBiomes(runs: string, count: number): Uint8Array {
  const letters = new Uint8Array(count);
  let at = 0;
  for (const [, letter, length] of runs.matchAll(/([a-z])(\d*)/g)) {
    const n = length === '' ? 1 : Number(length);
    letters.fill(letter?.charCodeAt(0) ?? 0, at, at + n);
    at += n;
  }
  if (at !== count) throw new Error(`base map: ${at} landblocks instead of ${count}`);
  return letters;
}

/** The coast as a path in map units (north up is negative y, as the canvas has it), its corners rounded. */
export function coastPath(rings: readonly Float64Array[]): Path2D {
  const path = new Path2D();
  for (const ring of rings) {
    const points = ring.length / 2;
    const ew = (i: number) => ring[(i % points) * 2] ?? 0;
    const y = (i: number) => -(ring[(i % points) * 2 + 1] ?? 0);
    path.moveTo((ew(0) + ew(1)) / 2, (y(0) + y(1)) / 2);
    for (let i = 1; i <= points; i++) {
      path.quadraticCurveTo(ew(i), y(i), (ew(i) + ew(i + 1)) / 2, (y(i) + y(i + 1)) / 2);
    }
    path.closePath();
  }
  return path;
}
