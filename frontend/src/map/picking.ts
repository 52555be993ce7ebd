import { HitGrid } from './hitGrid.ts';
import { toX, toY, type View } from './projection.ts';
import type { Item } from './scene.ts';

/** What a press on the map means. */
export type Pick = { kind: 'character'; slot: number } | { kind: 'town'; ew: number; ns: number };

/** Knows what of the scene is where in the picture. Rebuilt with each scene. */
export class Picking {
  private readonly hits = new HitGrid();
  /** Towns that stand for those in them; their ids in the grid are -1, -2 and so on. */
  private towns: Item[] = [];

  index(items: readonly Item[], view: View): void {
    this.hits.clear();
    this.towns = [];
    for (const item of items) {
      const x = toX(view, item.ew);
      const y = toY(view, item.ns);
      if (item.slot >= 0) this.hits.add(item.slot, x, y);
      else if (item.counts) {
        this.towns.push(item);
        this.hits.add(-this.towns.length, x, y);
      }
    }
  }

  /** What is nearest to a point of the picture, within the reach in pixels. */
  at(x: number, y: number, reach: number): Pick | null {
    const id = this.hits.nearest(x, y, reach);
    if (id === null) return null;
    if (id >= 0) return { kind: 'character', slot: id };
    const town = this.towns[-1 - id];
    return town === undefined ? null : { kind: 'town', ew: town.ew, ns: town.ns };
  }
}
