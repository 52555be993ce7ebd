/** The world's coordinates: map units of 240 m, positive to the east and the north. */

export const WEST_EDGE = -101.95;
export const EAST_EDGE = 102.05;
export const NORTH_EDGE = 102.05;
export const METRES_PER_UNIT = 240;
export const BLOCK_UNITS = 0.8;

/** "42.1N 33.6E", one decimal, as the game writes it. */
export function formatCoordinates(ew: number, ns: number): string {
  return `${formatAxis(ns, 'N', 'S')} ${formatAxis(ew, 'E', 'W')}`;
}

function formatAxis(value: number, positive: string, negative: string): string {
  const rounded = Math.round(Math.abs(value) * 10) / 10;
  return `${rounded.toFixed(1)}${value < 0 && rounded !== 0 ? negative : positive}`;
}

/** The landblock under a position as four hexadecimal digits, "A9B4"; null off the world. */
export function landblockAt(ew: number, ns: number): string | null {
  const x = Math.floor((ew - WEST_EDGE) / BLOCK_UNITS + 1e-9);
  const y = Math.floor((ns - WEST_EDGE) / BLOCK_UNITS + 1e-9);
  if (!(x >= 0 && x <= 0xfe && y >= 0 && y <= 0xfe)) return null;
  return ((x << 8) | y).toString(16).toUpperCase().padStart(4, '0');
}

/** The edges of landblocks between two positions of one axis, least first. */
export function landblockEdges(from: number, to: number): number[] {
  const first = Math.max(0, Math.ceil((from - WEST_EDGE) / BLOCK_UNITS - 1e-9));
  const last = Math.min(255, Math.floor((to - WEST_EDGE) / BLOCK_UNITS + 1e-9));
  const edges: number[] = [];
  for (let i = first; i <= last; i++) edges.push(WEST_EDGE + i * BLOCK_UNITS);
  return edges;
}

/** Whether a landcell lies inside a building or dungeon: cells from 0x100 up do. */
export function isIndoors(landcell: number | null): boolean {
  return landcell !== null && (landcell & 0xffff) >= 0x100;
}

const POINTS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;

/** The point of the compass nearest to a direction. */
export function compassPoint(dEw: number, dNs: number): string {
  const eighths = Math.round(Math.atan2(dEw, dNs) / (Math.PI / 4));
  return POINTS[(eighths + 8) % 8] ?? 'N';
}

/** Reads "42.1N 33.6E", "42.1n,33.6e" or "33.6E 42.1N"; null for anything else. */
export function parseCoordinates(text: string): { ew: number; ns: number } | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([nsew])[\s,]+(\d+(?:\.\d+)?)\s*([nsew])\s*$/i.exec(text);
  if (match === null) return null;
  let ew: number | null = null;
  let ns: number | null = null;
  for (const [digits, letter] of [
    [match[1], match[2]],
    [match[3], match[4]],
  ] as const) {
    const value = Number(digits);
    const side = letter?.toUpperCase();
    if (side === 'N' || side === 'S') ns = side === 'N' ? value : -value;
    else ew = side === 'E' ? value : -value;
  }
  return ew === null || ns === null ? null : { ew, ns };
}
