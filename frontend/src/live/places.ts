import { compassPoint, formatCoordinates } from './coordinates.ts';

export type PlaceKind = 'town' | 'outpost' | 'settlement' | 'landmark' | 'peak' | 'island' | 'region';

export interface Place {
  name: string;
  kind: PlaceKind;
  ew: number;
  ns: number;
}

/** A position in words: the place it is near, how far from it and on which side. */
export interface Nearby {
  place: Place;
  distance: number;
  /** Compass point from the place towards the position; empty when it is right there. */
  side: string;
}

/** Places one can be near to: a region or an island is too large to be near to. */
const LOCAL: ReadonlySet<PlaceKind> = new Set(['town', 'outpost', 'settlement', 'landmark', 'peak']);
const HERE_UNITS = 0.25;

export function nearestPlace(places: readonly Place[], ew: number, ns: number): Nearby | null {
  let best: Place | null = null;
  let bestSquare = Infinity;
  for (const place of places) {
    if (!LOCAL.has(place.kind)) continue;
    const square = (place.ew - ew) ** 2 + (place.ns - ns) ** 2;
    // Of two names for one spot the town's is the better known.
    if (square < bestSquare || (square === bestSquare && place.kind === 'town')) {
      best = place;
      bestSquare = square;
    }
  }
  if (best === null) return null;
  const distance = Math.sqrt(bestSquare);
  const side = distance < HERE_UNITS ? '' : compassPoint(ew - best.ew, ns - best.ns);
  return { place: best, distance, side };
}

/** The place that words mean: by its whole name, or else the first that begins so. */
export function placeNamed(places: readonly Place[], words: string): Place | null {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return null;
  return (
    places.find((place) => place.name.toLowerCase() === wanted) ??
    places.find((place) => place.name.toLowerCase().startsWith(wanted)) ??
    null
  );
}

/** Distance to the nearest town in map units; Infinity when there is none. */
export function townDistance(places: readonly Place[], ew: number, ns: number): number {
  let best = Infinity;
  for (const place of places) {
    if (place.kind === 'town') best = Math.min(best, Math.hypot(place.ew - ew, place.ns - ns));
  }
  return best;
}

/** "7.7 NE", or nothing when the position is the place itself. */
export function formatOffset(nearby: Nearby): string {
  return nearby.side === '' ? '' : `${nearby.distance.toFixed(1)} ${nearby.side}`;
}

/** A position as a person says it: "Holtburg 7.7 NE", or coordinates while the places are not there yet. */
export function describePosition(nearby: Nearby | null, ew: number, ns: number): string {
  if (nearby === null) return formatCoordinates(ew, ns);
  return `${nearby.place.name} ${formatOffset(nearby)}`.trimEnd();
}
