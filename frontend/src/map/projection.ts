import { EAST_EDGE, METRES_PER_UNIT, WEST_EDGE } from '../live/coordinates.ts';

/** What part of the world is shown: the middle, pixels a map unit, and the size of the picture in CSS pixels. */
export interface View {
  ew: number;
  ns: number;
  z: number;
  width: number;
  height: number;
}

/** Parts of the picture that something else covers, in CSS pixels: what is centred goes to the middle of the rest. */
export interface Insets {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export const NO_INSETS: Insets = { top: 0, right: 0, bottom: 0, left: 0 };
export const MOST_ZOOM = 220;
const WORLD_UNITS = EAST_EDGE - WEST_EDGE;

export function toX(view: View, ew: number): number {
  return (ew - view.ew) * view.z + view.width / 2;
}

export function toY(view: View, ns: number): number {
  return (view.ns - ns) * view.z + view.height / 2;
}

export function toEw(view: View, x: number): number {
  return view.ew + (x - view.width / 2) / view.z;
}

export function toNs(view: View, y: number): number {
  return view.ns - (y - view.height / 2) / view.z;
}

/** The zoom at which the whole world just fits. */
export function wholeWorldZoom(width: number, height: number): number {
  return Math.max(1, Math.min(width, height) / (WORLD_UNITS + 6));
}

/** As far out as one can go: something may cover half of the picture, and the world still fit the other half. */
export function leastZoom(view: View): number {
  return wholeWorldZoom(view.width, view.height) * 0.5;
}

export function clampZoom(view: View, z: number): number {
  return Math.min(MOST_ZOOM, Math.max(leastZoom(view), z));
}

/**
 * Keeps the world in the picture: its edge comes no further than a quarter of the picture past the middle, which is
 * far enough to show the far south above a sheet that covers the lower half.
 */
export function clampView(view: View): View {
  const z = clampZoom(view, view.z);
  const clamp = (value: number, sizePx: number) =>
    Math.min(EAST_EDGE + sizePx / 4 / z, Math.max(WEST_EDGE - sizePx / 4 / z, value));
  return { ...view, ew: clamp(view.ew, view.width), ns: clamp(view.ns, view.height), z };
}

/** Zooms by a factor so that what is under a point of the picture stays there. */
export function zoomAround(view: View, factor: number, x: number, y: number): View {
  const z = clampZoom(view, view.z * factor);
  const ew = toEw(view, x);
  const ns = toNs(view, y);
  return clampView({
    ...view,
    z,
    ew: ew - (x - view.width / 2) / z,
    ns: ns + (y - view.height / 2) / z,
  });
}

/** Moves the picture by pixels, as a drag does: to the right shows what lies west. */
export function panBy(view: View, dx: number, dy: number): View {
  return clampView({ ...view, ew: view.ew - dx / view.z, ns: view.ns + dy / view.z });
}

/** Puts a position in the middle of what is not covered. */
export function centreOn(view: View, ew: number, ns: number, insets: Insets): View {
  const dx = (insets.right - insets.left) / 2;
  const dy = (insets.bottom - insets.top) / 2;
  return clampView({ ...view, ew: ew + dx / view.z, ns: ns - dy / view.z });
}

export function wholeWorld(view: View, insets: Insets): View {
  const z = wholeWorldZoom(view.width - insets.left - insets.right, view.height - insets.top - insets.bottom);
  return centreOn({ ...view, z }, (WEST_EDGE + EAST_EDGE) / 2, (WEST_EDGE + EAST_EDGE) / 2, insets);
}

/** Shows all of the positions with room round them, never closer than `closest`. The whole world for none. */
export function showAll(
  view: View,
  positions: readonly { ew: number; ns: number }[],
  insets: Insets,
  closest: number,
): View {
  if (positions.length === 0) return wholeWorld(view, insets);
  let west = Infinity;
  let east = -Infinity;
  let south = Infinity;
  let north = -Infinity;
  for (const { ew, ns } of positions) {
    west = Math.min(west, ew);
    east = Math.max(east, ew);
    south = Math.min(south, ns);
    north = Math.max(north, ns);
  }
  const room = Math.min(64, Math.min(view.width, view.height) * 0.06);
  const width = Math.max(80, view.width - insets.left - insets.right - 2 * room);
  const height = Math.max(80, view.height - insets.top - insets.bottom - 2 * room);
  const z = Math.min(closest, width / Math.max(0.1, east - west), height / Math.max(0.1, north - south));
  const least = wholeWorldZoom(width, height);
  const zoomed = { ...view, z: Math.max(z, least) };
  return centreOn(zoomed, (west + east) / 2, (south + north) / 2, insets);
}

export interface ScaleBar {
  units: number;
  widthPx: number;
  label: string;
}

/** A bar of a round number of map units, at most that wide. */
export function scaleBar(z: number, mostPx: number): ScaleBar {
  let units = 0.1;
  for (const step of [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]) if (step * z <= mostPx) units = step;
  const metres = units * METRES_PER_UNIT;
  const length = metres >= 1000 ? `${Number((metres / 1000).toFixed(1))} km` : `${Math.round(metres)} m`;
  return { units, widthPx: units * z, label: `${units} ${units === 1 ? 'unit' : 'units'} · ${length}` };
}

/** Units between the lines of the graticule: ten, or more where ten would be a mesh. */
export function graticuleStep(z: number): number {
  if (z < 2) return 50;
  return z < 3.5 ? 20 : 10;
}

/** Lines of the graticule between two edges. */
export function graticule(from: number, to: number, step: number): number[] {
  const lines: number[] = [];
  const last = Math.min(100, Math.floor(to / step) * step);
  for (let line = Math.max(-100, Math.ceil(from / step) * step); line <= last; line += step)
    lines.push(line + 0);
  return lines;
}

/** Who runs covers about this many map units a second. */
const RUN_UNITS_PER_S = 0.05;
/** A step on the screen that nobody sees, in CSS pixels. */
const STEP_PX = 0.25;

/** How long who runs takes for a step that can be seen: markers need no drawing in between. Far out that is long. */
export function stepMs(view: View): number {
  return (1000 * STEP_PX) / (RUN_UNITS_PER_S * view.z);
}
