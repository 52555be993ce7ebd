import type { components } from '../api/schema.d.ts';
import { compassPoint, METRES_PER_UNIT } from '../live/coordinates.ts';

type NearbyObject = components['schemas']['NearbyObject'];

export type NearbyKind = 'creature' | 'player' | 'person' | 'portal' | 'corpse' | 'thing';

export const KIND_WORDS: Record<NearbyKind, [string, string]> = {
  creature: ['creature', 'creatures'],
  player: ['player', 'players'],
  person: ['person', 'people'],
  portal: ['portal', 'portals'],
  corpse: ['corpse', 'corpses'],
  thing: ['thing', 'things'],
};

/** Object classes of the game's plugins: monster 5, portal 14, player 24, vendor 25, corpse 27, lifestone 28, NPC 37. */
const KINDS: Record<number, NearbyKind> = {
  5: 'creature',
  14: 'portal',
  24: 'player',
  25: 'person',
  27: 'corpse',
  28: 'portal',
  37: 'person',
};

export interface NearbyLine {
  key: string;
  name: string;
  kind: NearbyKind;
  distance: number | null;
  healthPct: number | null;
  /** Metres east and north of the character; null where its place is not known. */
  east: number | null;
  north: number | null;
  /** Point of the compass it lies at; empty where that is not known. */
  side: string;
}

/** Objects round a character, the nearest first. Without the character's own place there are no directions. */
export function nearbyLines(
  objects: readonly NearbyObject[],
  at: { ew: number; ns: number } | null,
): NearbyLine[] {
  return objects
    .map((object, i) => {
      const placed = at !== null && object.ew !== null && object.ns !== null;
      const dEw = placed ? (object.ew ?? 0) - at.ew : 0;
      const dNs = placed ? (object.ns ?? 0) - at.ns : 0;
      return {
        key: `${object.id ?? `n${i}`}`,
        name: object.name === '' ? 'Unknown' : object.name,
        kind: KINDS[object.object_class ?? -1] ?? 'thing',
        distance: object.distance ?? (placed ? Math.hypot(dEw, dNs) * METRES_PER_UNIT : null),
        healthPct: object.health_pct ?? null,
        east: placed ? dEw * METRES_PER_UNIT : null,
        north: placed ? dNs * METRES_PER_UNIT : null,
        side: placed ? compassPoint(dEw, dNs) : '',
      };
    })
    .sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity));
}

/** "7 creatures, 2 players", as much of it as there is. */
export function countWords(lines: readonly NearbyLine[]): string {
  const parts: string[] = [];
  for (const [kind, [one, many]] of Object.entries(KIND_WORDS)) {
    const count = lines.filter((line) => line.kind === kind).length;
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
  }
  return parts.join(', ');
}
