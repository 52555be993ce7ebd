/** How a marker gets from one fix to the next. */

/** A step longer than this is a portal or a recall: nobody runs 480 m in two seconds. */
export const JUMP_UNITS = 2;
const SHORTEST_INTERVAL_MS = 250;
const LONGEST_INTERVAL_MS = 5_000;

/** From where to where a marker travels, and when. Times are milliseconds of one clock. */
export interface Motion {
  fromEw: number;
  fromNs: number;
  toEw: number;
  toNs: number;
  startMs: number;
  intervalMs: number;
}

export function standAt(ew: number, ns: number, nowMs: number): Motion {
  return { fromEw: ew, fromNs: ns, toEw: ew, toNs: ns, startMs: nowMs, intervalMs: 2_000 };
}

/** How far along it is, 0 to 1. */
export function progress(startMs: number, intervalMs: number, nowMs: number): number {
  const t = (nowMs - startMs) / intervalMs;
  return t <= 0 ? 0 : t >= 1 ? 1 : t;
}

/**
 * The motion after a new fix. The marker runs one interval behind the fixes, from where it is now to the new fix,
 * so that it arrives when the next one is due. A jump puts it there at once.
 */
export function nextMotion(motion: Motion, ew: number, ns: number, nowMs: number): Motion {
  const sinceLast = nowMs - motion.startMs;
  const measured = Math.min(LONGEST_INTERVAL_MS, Math.max(SHORTEST_INTERVAL_MS, sinceLast));
  const intervalMs = motion.intervalMs * 0.7 + measured * 0.3;
  if (isJump(ew - motion.toEw, ns - motion.toNs)) return { ...standAt(ew, ns, nowMs), intervalMs };
  const t = progress(motion.startMs, motion.intervalMs, nowMs);
  return {
    fromEw: motion.fromEw + (motion.toEw - motion.fromEw) * t,
    fromNs: motion.fromNs + (motion.toNs - motion.fromNs) * t,
    toEw: ew,
    toNs: ns,
    startMs: nowMs,
    intervalMs,
  };
}

export function isJump(dEw: number, dNs: number): boolean {
  return dEw * dEw + dNs * dNs > JUMP_UNITS * JUMP_UNITS;
}
