import { FIRST_HEAT_HOURS, MOST_HEAT_HOURS, readLayers, writeLayers } from './mapLayers.ts';

/** The map page's part of the address: where it looks, at what, and whom it follows. */
export interface MapSearch {
  /** "ew,ns" of the middle. */
  c?: string | undefined;
  /** Pixels a map unit. */
  z?: number | undefined;
  /** The selected character. */
  sel?: string | undefined;
  follow?: 1 | undefined;
  /** What is laid over the land, where that is not what is shown at first. */
  layers?: string | undefined;
  /** The creature that the heat layer counts, where it is one; and over how many hours, where not over a day. */
  mob?: string | undefined;
  hours?: number | undefined;
  /** The moment of the past that is shown in the place of now. */
  t?: string | undefined;
  /** The filter of the list and the map. */
  q?: string | undefined;
}

/** Reads the address; what makes no sense is left out. */
export function readMapSearch(raw: Record<string, unknown>): MapSearch {
  const search: MapSearch = {};
  if (typeof raw.c === 'string' && readCentre(raw.c) !== null) search.c = raw.c;
  const z = Number(raw.z);
  if (raw.z !== undefined && Number.isFinite(z) && z > 0) search.z = z;
  if (raw.sel !== undefined && raw.sel !== '') search.sel = String(raw.sel);
  if (String(raw.follow) === '1' && search.sel !== undefined) search.follow = 1;
  const layers = readLayers(String(raw.layers ?? ''));
  if (layers !== undefined) search.layers = writeLayers(layers);
  if (raw.mob !== undefined && raw.mob !== '') search.mob = String(raw.mob);
  const hours = Number(raw.hours);
  if (Number.isInteger(hours) && hours >= 1 && hours <= MOST_HEAT_HOURS && hours !== FIRST_HEAT_HOURS)
    search.hours = hours;
  if (typeof raw.t === 'string' && !Number.isNaN(Date.parse(raw.t))) search.t = raw.t;
  if (raw.q !== undefined && raw.q !== '') search.q = String(raw.q);
  return search;
}

export function readCentre(text: string): { ew: number; ns: number } | null {
  const match = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) return null;
  const ew = Number(match[1]);
  const ns = Number(match[2]);
  return Math.abs(ew) <= 103 && Math.abs(ns) <= 103 ? { ew, ns } : null;
}

export function writeCentre(ew: number, ns: number): string {
  return `${trim(ew)},${trim(ns)}`;
}

/** Two decimals are 2.4 m: fine enough to share. */
function trim(value: number): number {
  return Number(value.toFixed(2)) + 0;
}

export function writeZoom(z: number): number {
  return Number(z.toPrecision(3));
}
