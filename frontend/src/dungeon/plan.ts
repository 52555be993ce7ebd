import type { components } from '../api/schema.d.ts';

type DungeonMap = components['schemas']['DungeonMap'];

/** Tiles stand on a grid of 10 m, storeys 6 m apart. */
export const TILE_METRES = 10;
export const STOREY_METRES = 6;

/** A place in a landblock: metres east and north of its south-west corner. */
export interface Spot {
  x: number;
  y: number;
}

/** One storey of a floor plan. */
export interface Storey {
  /** Metres. */
  z: number;
  /** Centres of its tiles. */
  tiles: readonly Spot[];
  /** Its outline as an SVG path, y to the south. */
  outline: string;
}

export interface Bounds {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The storeys of a floor plan, the highest first; levels that are less than half a storey apart are one. */
export function storeysOf(map: Pick<DungeonMap, 'levels'>): Storey[] {
  const floors = new Map<number, Map<string, Spot>>();
  for (const { z, tiles } of map.levels) {
    const floor = Math.round((z ?? 0) / STOREY_METRES) * STOREY_METRES;
    const spots = floors.get(floor) ?? new Map<string, Spot>();
    floors.set(floor, spots);
    for (const { x, y } of tiles) if (x !== null && y !== null) spots.set(`${x} ${y}`, { x, y });
  }
  return [...floors]
    .filter(([, spots]) => spots.size > 0)
    .sort(([a], [b]) => b - a)
    .map(([z, spots]) => ({ z, tiles: [...spots.values()], outline: outlineOf([...spots.values()]) }));
}

/** The outline of tiles together: of two that touch, the side between them goes. */
export function outlineOf(tiles: readonly Spot[]): string {
  const half = TILE_METRES / 2;
  // Each side runs with the tile to its left; a side that runs both ways lies inside.
  const sides = new Map<string, [Spot, Spot]>();
  const name = (a: Spot, b: Spot) => `${a.x} ${a.y} ${b.x} ${b.y}`;
  for (const { x, y } of tiles) {
    const corners = [
      { x: x - half, y: -y - half },
      { x: x + half, y: -y - half },
      { x: x + half, y: -y + half },
      { x: x - half, y: -y + half },
    ];
    corners.forEach((from, i) => {
      const to = corners[(i + 1) % corners.length] ?? from;
      if (!sides.delete(name(to, from))) sides.set(name(from, to), [from, to]);
    });
  }
  const starts = new Map<string, Spot[]>();
  for (const [from, to] of sides.values()) {
    const key = `${from.x} ${from.y}`;
    starts.set(key, [...(starts.get(key) ?? []), to]);
  }
  let path = '';
  for (const [key, first] of starts) {
    while (first.length > 0) {
      path += `M${key}`;
      let at = first.pop();
      while (at !== undefined && `${at.x} ${at.y}` !== key) {
        path += `L${at.x} ${at.y}`;
        at = starts.get(`${at.x} ${at.y}`)?.pop();
      }
      path += 'Z';
    }
  }
  return path;
}

/** The room that storeys take on the paper, y to the south, with a margin. */
export function boundsOf(storeys: readonly Storey[]): Bounds {
  const tiles = storeys.flatMap((storey) => storey.tiles);
  if (tiles.length === 0) return { left: -50, top: -50, width: 100, height: 100 };
  const xs = tiles.map(({ x }) => x);
  const ys = tiles.map(({ y }) => -y);
  const margin = TILE_METRES * 1.5;
  const left = Math.min(...xs) - margin;
  const top = Math.min(...ys) - margin;
  return { left, top, width: Math.max(...xs) + margin - left, height: Math.max(...ys) + margin - top };
}

/** The storey that a height belongs to; -1 where there is none. */
export function storeyAt(storeys: readonly Storey[], z: number): number {
  let nearest = -1;
  storeys.forEach((storey, i) => {
    const best = storeys[nearest];
    if (best === undefined || Math.abs(storey.z - z) < Math.abs(best.z - z)) nearest = i;
  });
  return nearest;
}

/** Where in its landblock something is whose map coordinates a client in that block tells. */
export function spotIn(landcell: number, ew: number, ns: number): Spot {
  const blockX = landcell >>> 24;
  const blockY = (landcell >>> 16) & 0xff;
  return { x: (ew * 10 + 1019.5 - blockX * 8) * 24, y: (ns * 10 + 1019.5 - blockY * 8) * 24 };
}

/** The landblock of a cell as the server writes it, "0x01C9". */
export function landblockOf(landcell: number): string {
  return `0x${(landcell >>> 16).toString(16).toUpperCase().padStart(4, '0')}`;
}
