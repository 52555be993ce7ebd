import { toNumber } from './protocol.ts';

/** One character the server knows, online or not: an element of GET /characters. */
export interface KnownCharacter {
  name: string;
  tag: string;
  server: string;
  level: number | null;
  firstSeenAt: string;
  lastSeenAt: string;
  totalKills: number | null;
  totalRares: number | null;
  totalDeaths: number | null;
  ew: number | null;
  ns: number | null;
  mayCommand: boolean;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function readRoster(raw: unknown): KnownCharacter[] {
  const list = (raw as { characters?: unknown } | null)?.characters;
  if (!Array.isArray(list)) return [];
  const known: KnownCharacter[] = [];
  for (const entry of list as Record<string, unknown>[]) {
    const name = text(entry?.name);
    if (name === '') continue;
    known.push({
      name,
      tag: text(entry.tag),
      server: text(entry.server),
      level: toNumber(entry.level),
      firstSeenAt: text(entry.first_seen_at),
      lastSeenAt: text(entry.last_seen_at),
      totalKills: toNumber(entry.total_kills),
      totalRares: toNumber(entry.total_rares),
      totalDeaths: toNumber(entry.total_deaths),
      ew: toNumber(entry.ew),
      ns: toNumber(entry.ns),
      mayCommand: entry.may_command === true,
    });
  }
  return known;
}
