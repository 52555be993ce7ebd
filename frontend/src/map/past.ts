import { JUMP_UNITS } from '../live/motion.ts';
import { toNumber } from '../live/protocol.ts';
import { readTrails } from '../live/trails.ts';

/** One character's way through the past: columns of equal length, oldest first. */
export interface Track {
  name: string;
  /** Milliseconds of the server's clock. */
  at: Float64Array;
  ew: Float32Array;
  ns: Float32Array;
}

/** Where everybody was, from a time until another. */
export interface Past {
  fromMs: number;
  toMs: number;
  stepMs: number;
  tracks: readonly Track[];
}

/** Where somebody was at a moment, and how. */
export interface Spot {
  ew: number;
  ns: number;
  /** Map units a minute, and the direction in degrees from north; NaN for one who stands. */
  speed: number;
  heading: number;
  /** How long nothing had been heard then. */
  ageMs: number;
}

/** Over so many steps without a point one was not on the map: away, or under the ground. */
const GAP_STEPS = 3;
/** Map units a minute: nobody runs 20 m in a second. */
const FASTEST = 5;

/** Whether somebody who was so far from there, so long before, came through a portal. */
export function isPortal(dEw: number, dNs: number, ms: number): boolean {
  return Math.hypot(dEw, dNs) > Math.max(JUMP_UNITS, (ms / 60_000) * FASTEST);
}

/** Reads the answer of /trails/past; null when it makes no sense. */
export function readPast(raw: unknown): Past | null {
  const body = raw as { from?: unknown; to?: unknown; step_seconds?: unknown } | null;
  const fromMs = Date.parse(String(body?.from));
  const toMs = Date.parse(String(body?.to));
  const step = toNumber(body?.step_seconds);
  if (!(fromMs < toMs) || step === null || step <= 0) return null;
  const tracks = readTrails(raw).map(({ name, points }) => ({
    name,
    at: Float64Array.from(points, (point) => point.atMs),
    ew: Float32Array.from(points, (point) => point.ew),
    ns: Float32Array.from(points, (point) => point.ns),
  }));
  return { fromMs, toMs, stepMs: step * 1000, tracks };
}

/** The last point of a track that is no later than a moment; -1 when there is none. */
export function lastPoint(track: Track, atMs: number): number {
  let low = 0;
  let high = track.at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((track.at[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where somebody was at a moment, between the points before and after; null for one who was not on the map. */
export function spotAt(track: Track, atMs: number, stepMs: number): Spot | null {
  const i = lastPoint(track, atMs);
  if (i < 0) return null;
  const before = { at: track.at[i] ?? 0, ew: track.ew[i] ?? 0, ns: track.ns[i] ?? 0 };
  const ageMs = atMs - before.at;
  const longest = GAP_STEPS * stepMs;
  const standing = { ew: before.ew, ns: before.ns, speed: 0, heading: Number.NaN, ageMs };
  const nextAt = track.at[i + 1];
  if (nextAt === undefined || nextAt - before.at > longest) return ageMs > longest ? null : standing;
  const dEw = (track.ew[i + 1] ?? 0) - before.ew;
  const dNs = (track.ns[i + 1] ?? 0) - before.ns;
  const minutes = (nextAt - before.at) / 60_000;
  // Through a portal nobody is in between.
  if (isPortal(dEw, dNs, nextAt - before.at)) return standing;
  const share = ageMs / (nextAt - before.at);
  return {
    ew: before.ew + dEw * share,
    ns: before.ns + dNs * share,
    speed: Math.hypot(dEw, dNs) / minutes,
    heading: dEw === 0 && dNs === 0 ? Number.NaN : (Math.atan2(dEw, dNs) * 180) / Math.PI,
    ageMs: 0,
  };
}

/** The time that a replay is at: it stands, or runs so many times as fast as the clock until its end. */
export class PastClock {
  private baseMs: number;
  private sinceMs = 0;
  private readonly endMs: number;
  speed: number;
  playing = false;

  constructor(atMs: number, endMs: number, speed: number) {
    this.baseMs = atMs;
    this.endMs = endMs;
    this.speed = speed;
  }

  at(nowMs: number): number {
    if (!this.playing) return this.baseMs;
    return Math.min(this.endMs, this.baseMs + (nowMs - this.sinceMs) * this.speed);
  }

  seek(atMs: number, nowMs: number): void {
    this.baseMs = atMs;
    this.sinceMs = nowMs;
  }

  play(playing: boolean, nowMs: number): void {
    this.seek(this.at(nowMs), nowMs);
    this.playing = playing;
  }

  setSpeed(speed: number, nowMs: number): void {
    this.seek(this.at(nowMs), nowMs);
    this.speed = speed;
  }
}
