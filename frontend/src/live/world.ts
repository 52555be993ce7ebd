import type { Place, PlaceKind } from './places.ts';

/** /map/dereth.json as it is written by tools/basemap.mjs. */
export interface WorldFile {
  version: number;
  /** Map units a step of the coast's coordinates. */
  step: number;
  west: number;
  north: number;
  /** Map units a landblock. */
  block: number;
  blocks: number;
  /** Rings of [x, y, dx, dy, …] in steps east and south of the north-west corner. */
  coast: number[][];
  /** Terrain letters of all landblocks as run lengths, north row first. */
  biomes: string;
  places: [string, PlaceKind, number, number][];
  lands: [string, number, number][];
}

export const WORLD_URL = '/map/dereth.json';

let loading: Promise<WorldFile> | null = null;

/** Fetches the base map once for the whole page; a failure may be tried again. */
export function loadWorld(): Promise<WorldFile> {
  loading ??= fetch(WORLD_URL)
    .then(async (response) => {
      if (!response.ok) throw new Error(`${WORLD_URL}: ${response.status}`);
      return (await response.json()) as WorldFile;
    })
    .catch((error: unknown) => {
      loading = null;
      throw error;
    });
  return loading;
}

export function placesOf(world: WorldFile): Place[] {
  return world.places.map(([name, kind, ew, ns]) => ({ name, kind, ew, ns }));
}
