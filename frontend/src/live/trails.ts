import { toNumber } from './protocol.ts';

/** One point of the way somebody came, as GET /trails tells it: milliseconds of the server's clock, and where. */
export interface TrailPoint {
  atMs: number;
  ew: number;
  ns: number;
}

export interface KnownTrail {
  name: string;
  /** Oldest first. */
  points: TrailPoint[];
}

/** How far back trails go. */
export const TRAIL_SECONDS = 600;

/** Reads the answer of /trails; what is no point is left out. */
export function readTrails(raw: unknown): KnownTrail[] {
  const list = (raw as { trails?: unknown } | null)?.trails;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: { character_name?: unknown; points?: unknown } | null) => {
    if (typeof entry?.character_name !== 'string' || !Array.isArray(entry.points)) return [];
    const points = entry.points.flatMap((point: unknown) => {
      if (!Array.isArray(point)) return [];
      const [atMs, ew, ns] = point.map(toNumber);
      return atMs == null || ew == null || ns == null ? [] : [{ atMs, ew, ns }];
    });
    points.sort((a, b) => a.atMs - b.atMs);
    return [{ name: entry.character_name, points }];
  });
}
