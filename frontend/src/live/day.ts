import { toNumber } from './protocol.ts';

/** What was done since midnight, by everybody and by each. */
export interface Day {
  kills: number;
  rares: number;
  byName: ReadonlyMap<string, { kills: number; rares: number }>;
}

/** The query that moves the server's "today" to the midnight that the user had last. */
export function sinceMidnight(nowMs: number): string {
  const midnight = new Date(nowMs);
  midnight.setHours(0, 0, 0, 0);
  return `since=${encodeURIComponent(midnight.toISOString())}`;
}

/** Joins the answers of /total-kills and /total-rares. */
export function readDay(kills: unknown, rares: unknown): Day {
  const byName = new Map<string, { kills: number; rares: number }>();
  const of = (name: string) => {
    const known = byName.get(name) ?? { kills: 0, rares: 0 };
    byName.set(name, known);
    return known;
  };
  for (const [name, today] of rows(kills)) of(name).kills = today;
  for (const [name, today] of rows(rares)) of(name).rares = today;
  return { kills: todayOf(kills), rares: todayOf(rares), byName };
}

function todayOf(raw: unknown): number {
  return toNumber((raw as { today?: unknown } | null)?.today) ?? 0;
}

function rows(raw: unknown): [string, number][] {
  const list = (raw as { characters?: unknown } | null)?.characters;
  if (!Array.isArray(list)) return [];
  return list.flatMap((row: { character_name?: unknown } | null): [string, number][] =>
    typeof row?.character_name === 'string' ? [[row.character_name, todayOf(row)]] : [],
  );
}
