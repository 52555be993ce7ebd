import { BLOCK_UNITS, WEST_EDGE } from '../live/coordinates.ts';
import { toNumber } from '../live/protocol.ts';
import type { HeatQuestion, MapLayer } from './mapLayers.ts';

/** How many creatures were met in a square cell of the map, given by its middle. */
export interface HeatCell {
  ew: number;
  ns: number;
  count: number;
}

export interface Heat {
  /** Size of a cell in map units. */
  cell: number;
  /** Least first, so that the hottest is drawn over the others. */
  cells: HeatCell[];
}

/** A rare where it was found. */
export interface RareMark extends PortalMark {
  finder: string;
}

/** The south-west corner of a landblock that somebody has set foot in. */
export interface ExploredBlock {
  ew: number;
  ns: number;
}

export interface PortalMark {
  name: string;
  ew: number;
  ns: number;
}

const PORTALS_PATH = '/portals?all=1';
const RARES_PATH = '/rares?limit=200';
const EXPLORED_PATH = '/explored?days=7';
const RENEW_MS = 60_000;

/** Which layers are on, and what the server tells for those that need it; asked anew each minute while they are on. */
export class Overlays {
  heat: Heat = { cell: 1, cells: [] };
  portals: readonly PortalMark[] = [];
  rares: readonly RareMark[] = [];
  explored: readonly ExploredBlock[] = [];
  private readonly onChange: () => void;
  private layers: ReadonlySet<MapLayer> = new Set();
  private readonly timers = new Map<MapLayer, { path: string; timer: ReturnType<typeof setInterval> }>();

  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  shows(layer: MapLayer): boolean {
    return this.layers.has(layer);
  }

  set(layers: readonly MapLayer[], heat: HeatQuestion): void {
    this.layers = new Set(layers);
    this.keep('heat', heatPath(heat), (raw) => {
      this.heat = readHeat(raw);
    });
    this.keep('portals', PORTALS_PATH, (raw) => {
      this.portals = readPortals(raw);
    });
    this.keep('rares', RARES_PATH, (raw) => {
      this.rares = readRares(raw);
    });
    this.keep('explored', EXPLORED_PATH, (raw) => {
      this.explored = readExplored(raw);
    });
    this.onChange();
  }

  stop(): void {
    for (const { timer } of this.timers.values()) clearInterval(timer);
    this.timers.clear();
  }

  private keep(layer: MapLayer, path: string, take: (raw: unknown) => void): void {
    const held = this.timers.get(layer);
    if (held?.path === path && this.layers.has(layer)) return;
    clearInterval(held?.timer);
    this.timers.delete(layer);
    if (!this.layers.has(layer)) return;
    const ask = async () => {
      const response = await fetch(path, { headers: { Accept: 'application/json' } });
      if (!response.ok) return;
      const answer: unknown = await response.json();
      // Another question may have been asked meanwhile.
      if (this.timers.get(layer)?.path !== path) return;
      take(answer);
      this.onChange();
    };
    const round = () => {
      // What is shown stays while the server is away; the next round asks again.
      ask().catch(() => undefined);
    };
    this.timers.set(layer, { path, timer: setInterval(round, RENEW_MS) });
    round();
  }
}

function rows(raw: unknown, key: string): Record<string, unknown>[] {
  const list = (raw as Record<string, unknown> | null)?.[key];
  return Array.isArray(list) ? list.filter((row) => typeof row === 'object' && row !== null) : [];
}

/** Reads the answer of /spawns/heatmap; what is no cell is left out. */
export function readHeat(raw: unknown): Heat {
  const cells = rows(raw, 'cells').flatMap((row) => {
    const ew = toNumber(row.ew);
    const ns = toNumber(row.ns);
    const count = toNumber(row.count);
    return ew === null || ns === null || count === null || count <= 0 ? [] : [{ ew, ns, count }];
  });
  cells.sort((a, b) => a.count - b.count);
  const cell = toNumber((raw as { cell?: unknown } | null)?.cell);
  return { cell: cell !== null && cell > 0 ? cell : 1, cells };
}

/** Reads the answer of /portals. */
export function readPortals(raw: unknown): PortalMark[] {
  return rows(raw, 'portals').flatMap((row) => {
    const ew = toNumber(row.ew);
    const ns = toNumber(row.ns);
    const name = typeof row.portal_name === 'string' ? row.portal_name : '';
    return ew === null || ns === null ? [] : [{ name, ew, ns }];
  });
}

/** Reads the answer of /rares; one without a place is left out. */
export function readRares(raw: unknown): RareMark[] {
  return rows(raw, 'rares').flatMap((row) => {
    const ew = toNumber(row.ew);
    const ns = toNumber(row.ns);
    const [name, finder] = [row.name, row.character_name].map((word) =>
      typeof word === 'string' ? word : '',
    );
    return ew === null || ns === null ? [] : [{ name: name ?? '', finder: finder ?? '', ew, ns }];
  });
}

/** Reads the answer of /explored. */
export function readExplored(raw: unknown): ExploredBlock[] {
  const blocks = (raw as { blocks?: unknown } | null)?.blocks;
  if (!Array.isArray(blocks)) return [];
  return blocks.flatMap((block: unknown) => {
    if (!Array.isArray(block)) return [];
    const [x, y] = block.map(toNumber);
    return x == null || y == null
      ? []
      : [{ ew: WEST_EDGE + x * BLOCK_UNITS, ns: WEST_EDGE + y * BLOCK_UNITS }];
  });
}

function heatPath({ mob, hours }: HeatQuestion): string {
  const query = new URLSearchParams({ hours: String(hours), ...(mob === undefined ? {} : { mob }) });
  return `/spawns/heatmap?${query}`;
}

/** How hot a cell is among the others, 0 to 1: in proportions, for one camp has a hundred times another's. */
export function heatShare(count: number, most: number): number {
  return most <= 1 ? 1 : Math.log(1 + count) / Math.log(1 + most);
}
