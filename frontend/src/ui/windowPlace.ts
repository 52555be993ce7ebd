/** Where a floating window is on its desk, in CSS pixels from the desk's upper left corner. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Desk {
  width: number;
  height: number;
}

export const LEAST = { width: 300, height: 200 };
const ROOM = 16;
const FOOT = 40;
const CASCADE = 32;
const SNAP = 12;

/** Where the window of that number opens: at the lower left, each a step up and to the right of the one before. */
export function firstPlace(index: number, desk: Desk, size = { width: 440, height: 320 }): Place {
  const step = (index % 6) * CASCADE;
  return clampPlace({ x: ROOM + step, y: desk.height - FOOT - ROOM - size.height - step, ...size }, desk);
}

/** All of the desk that a window may fill. */
export function fullPlace(desk: Desk): Place {
  return { x: ROOM, y: ROOM, width: desk.width - 2 * ROOM, height: desk.height - 2 * ROOM };
}

/** The nearest place that is wholly on the desk and no smaller than a window can be. */
export function clampPlace(place: Place, desk: Desk): Place {
  const width = Math.min(Math.max(LEAST.width, place.width), Math.max(LEAST.width, desk.width));
  const height = Math.min(Math.max(LEAST.height, place.height), Math.max(LEAST.height, desk.height));
  return {
    x: Math.max(0, Math.min(place.x, desk.width - width)),
    y: Math.max(0, Math.min(place.y, desk.height - height)),
    width,
    height,
  };
}

/** A moved window drawn to the desk's margin and to the edges of others that it comes near. */
export function snapPlace(place: Place, desk: Desk, others: readonly Place[]): Place {
  const across = [ROOM, desk.width - ROOM - place.width];
  const down = [ROOM, desk.height - ROOM - place.height, desk.height - FOOT - ROOM - place.height];
  for (const other of others) {
    across.push(other.x, other.x + other.width + ROOM, other.x - place.width - ROOM);
    down.push(other.y, other.y + other.height + ROOM, other.y - place.height - ROOM);
  }
  return clampPlace({ ...place, x: nearest(place.x, across), y: nearest(place.y, down) }, desk);
}

function nearest(value: number, edges: readonly number[]): number {
  let best = value;
  let least = SNAP;
  for (const edge of edges) {
    const away = Math.abs(edge - value);
    if (away > least) continue;
    best = edge;
    least = away;
  }
  return best;
}

const KEY = 'overlord.windows';
const KEPT = 24;

/** Where windows were when they were last moved, by their ids; empty where nothing can be read. */
export function readPlaces(): Record<string, Place> {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof raw !== 'object' || raw === null) return {};
    return Object.fromEntries(
      Object.entries(raw).filter((entry): entry is [string, Place] => isPlace(entry[1])),
    );
  } catch {
    return {};
  }
}

/** Remembers windows' places for the next visit, those longest untouched forgotten; answers what is kept. */
export function keepPlaces(places: Readonly<Record<string, Place>>): Record<string, Place> {
  const kept = Object.fromEntries(Object.entries(places).slice(-KEPT));
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without storage windows open where they always do.
  }
  return kept;
}

/** Whether what was kept is a place. */
export function isPlace(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return [x, y, width, height].every((number) => typeof number === 'number' && Number.isFinite(number));
}
