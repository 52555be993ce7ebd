import type { Player } from '../live/player.ts';
import type { Position } from './camera.ts';
import type { Sightings } from './sightings.ts';

/** Where everybody is whom the map shows: who has a place, was heard of lately, and passes the filter. */
export function shownPositions(
  store: Sightings,
  shown: ((player: Player) => boolean) | null,
): readonly Position[] {
  const positions: Position[] = [];
  for (const player of store.list()) {
    if (player.ew === null || player.ns === null || player.freshness === 'gone') continue;
    if (shown !== null && !shown(player)) continue;
    positions.push({ ew: player.ew, ns: player.ns });
  }
  return positions;
}

/** The slot of a character that has a place on the map; -1 for nobody, and for one without. */
export function placedSlot(store: Sightings, name: string | null): number {
  const slot = name === null ? undefined : store.player(name)?.slot;
  return slot === undefined || !store.isPlaced(slot) ? -1 : slot;
}

/** Where a character's marker is at a moment; null without a place. */
export function markerAt(store: Sightings, name: string | null, nowMs: number): Position | null {
  const slot = placedSlot(store, name);
  return slot < 0 ? null : { ew: store.ewAt(slot, nowMs), ns: store.nsAt(slot, nowMs) };
}
