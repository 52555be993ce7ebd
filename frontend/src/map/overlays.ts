import { toNumber } from '../live/protocol.ts';
import type { MapLayer } from './mapLayers.ts';

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

export interface PortalMark {
  name: string;
  ew: number;
  ns: number;
}

const HEAT_PATH = '/spawns/heatmap?hours=24';
const PORTALS_PATH = '/portals?all=1';
const RENEW_MS = 60_000;

/** Which layers are on, and what the server tells for those that need it; asked anew each minute while they are on. */
export class Overlays {
  heat: Heat = { cell: 1, cells: [] };
  portals: readonly PortalMark[] = [];
  private readonly onChange: () => void;
  private layers: ReadonlySet<MapLayer> = new Set();
  private readonly timers = new Map<MapLayer, ReturnType<typeof setInterval>>();

  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  shows(layer: MapLayer): boolean {
    return this.layers.has(layer);
  }

  set(layers: readonly MapLayer[]): void {
    this.layers = new Set(layers);
    this.keep('heat', HEAT_PATH, (raw) => {
      this.heat = readHeat(raw);
    });
    this.keep('portals', PORTALS_PATH, (raw) => {
      this.portals = readPortals(raw);
    });
    this.onChange();
  }

  stop(): void {
    for (const timer of this.timers.values()) clearInterval(timer);
    this.timers.clear();
  }

  private keep(layer: MapLayer, path: string, take: (raw: unknown) => void): void {
    if (!this.layers.has(layer)) {
      clearInterval(this.timers.get(layer));
      this.timers.delete(layer);
      return;
    }
    if (this.timers.has(layer)) return;
    const ask = async () => {
      const response = await fetch(path, { headers: { Accept: 'application/json' } });
      if (!response.ok) return;
      take(await response.json());
      this.onChange();
    };
    const round = () => {
      // What is shown stays while the server is away; the next round asks again.
      ask().catch(() => undefined);
    };
    this.timers.set(layer, setInterval(round, RENEW_MS));
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

/** How hot a cell is among the others, 0 to 1: in proportions, for one camp has a hundred times another's. */
export function heatShare(count: number, most: number): number {
  return most <= 1 ? 1 : Math.log(1 + count) / Math.log(1 + most);
}
