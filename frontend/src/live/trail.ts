import { isJump } from './motion.ts';

export const TRAIL_POINTS = 720;
const LEAST_STEP_UNITS = 0.015;

/** The last way of one character: a ring buffer, oldest point dropped first. */
export class Trail {
  private readonly ews = new Float32Array(TRAIL_POINTS);
  private readonly nss = new Float32Array(TRAIL_POINTS);
  private readonly seconds = new Float32Array(TRAIL_POINTS);
  private readonly jumps = new Uint8Array(TRAIL_POINTS);
  private head = 0;
  /** How many points there are. */
  length = 0;

  /**
   * Adds a point; one that is hardly away from the last is left out. Seconds count from any fixed moment. Whether the
   * way was a portal's shows in its length, unless it is told.
   */
  add(ew: number, ns: number, atSeconds: number, jumped?: boolean): void {
    let jump = false;
    if (this.length > 0) {
      const dEw = ew - this.ew(this.length - 1);
      const dNs = ns - this.ns(this.length - 1);
      if (dEw * dEw + dNs * dNs < LEAST_STEP_UNITS * LEAST_STEP_UNITS) return;
      jump = jumped ?? isJump(dEw, dNs);
    }
    this.ews[this.head] = ew;
    this.nss[this.head] = ns;
    this.seconds[this.head] = atSeconds;
    this.jumps[this.head] = jump ? 1 : 0;
    this.head = (this.head + 1) % TRAIL_POINTS;
    if (this.length < TRAIL_POINTS) this.length += 1;
  }

  /** Coordinates of point i, 0 = oldest. */
  ew(i: number): number {
    return this.ews[this.slot(i)] ?? 0;
  }

  ns(i: number): number {
    return this.nss[this.slot(i)] ?? 0;
  }

  at(i: number): number {
    return this.seconds[this.slot(i)] ?? 0;
  }

  /** Whether the way to point i was a portal and not walked. */
  jumped(i: number): boolean {
    return this.jumps[this.slot(i)] === 1;
  }

  /**
   * Fills in what somebody else saw while this trail was not: points, oldest first, that are further in time from every
   * own point than `apart`. Own points are the better ones, for they are more.
   */
  fill(points: readonly { ew: number; ns: number; at: number }[], apart: number): void {
    const own = Array.from({ length: this.length }, (_, i) => ({
      ew: this.ew(i),
      ns: this.ns(i),
      at: this.at(i),
    }));
    let next = 0;
    const missing = points.filter(({ at }) => {
      while (next < own.length && (own[next]?.at ?? 0) < at - apart) next += 1;
      const near = own[next];
      return near === undefined || near.at > at + apart;
    });
    if (missing.length === 0) return;
    this.length = 0;
    this.head = 0;
    for (const { ew, ns, at } of [...own, ...missing].sort((a, b) => a.at - b.at)) this.add(ew, ns, at);
  }

  private slot(i: number): number {
    return (this.head - this.length + i + 2 * TRAIL_POINTS) % TRAIL_POINTS;
  }
}
