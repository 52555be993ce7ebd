/** What can be laid over the land, in the order of the menu; the first three have a button of their own. */
export const MAP_LAYERS = ['trails', 'heat', 'portals', 'rares', 'explored', 'grid'] as const;
export type MapLayer = (typeof MAP_LAYERS)[number];

export const FIRST_LAYERS: readonly MapLayer[] = ['trails'];

/** What the heat layer counts: one creature or, without a name, all, over so many hours back. */
export interface HeatQuestion {
  mob?: string | undefined;
  hours: number;
}

/** The server counts no further back than a week. */
export const MOST_HEAT_HOURS = 168;
export const FIRST_HEAT_HOURS = 24;

/** Reads the address's list; undefined when it says nothing that makes sense. "none" is none at all. */
export function readLayers(text: string): readonly MapLayer[] | undefined {
  if (text === 'none') return [];
  const names = text.split(',');
  const layers = MAP_LAYERS.filter((layer) => names.includes(layer));
  return layers.length === 0 ? undefined : layers;
}

/** Writes it; undefined for what is shown at first, which the address need not say. */
export function writeLayers(layers: readonly MapLayer[]): string | undefined {
  const listed = MAP_LAYERS.filter((layer) => layers.includes(layer));
  if (listed.join() === FIRST_LAYERS.join()) return undefined;
  return listed.length === 0 ? 'none' : listed.join(',');
}

export function toggleLayer(layers: readonly MapLayer[], layer: MapLayer): readonly MapLayer[] {
  return layers.includes(layer) ? layers.filter((other) => other !== layer) : [...layers, layer];
}
