import type { WorldFile } from '../live/world.ts';
import { paintEdges, paintScene } from './frame.ts';
import { LandLayer } from './landLayer.ts';
import { PaintedLayer, pixelRatio } from './layer.ts';
import { type MapTheme, mapTheme } from './mapTheme.ts';
import { paintOverlays } from './overlayLayer.ts';
import type { Overlays } from './overlays.ts';
import type { Insets, View } from './projection.ts';
import type { Item } from './scene.ts';
import type { Sightings } from './sightings.ts';
import { Sprites } from './sprites.ts';
import { paintTrails } from './trailLayer.ts';

/** How often the trails are drawn anew, and how often at most when their layer has run out of margin. */
const TRAILS_MS = 500;
const HURRY_MS = 90;

/** What the picture is to show now. */
export interface Sight {
  view: View;
  /** There is time for what is too slow to draw while the view moves. */
  settled: boolean;
  /** The frame has had its share of work: what can wait for the next one does. */
  busy: boolean;
  nowMs: number;
  items: readonly Item[];
  selectedSlot: number;
  overlays: Overlays;
}

/**
 * The canvases, one over the other: the land, drawn when the view settles; heat, portals and trails, twice a second;
 * markers and words, each frame.
 */
export class Picture {
  private readonly host: HTMLElement;
  private store: Sightings;
  private readonly land: LandLayer;
  private readonly trails: PaintedLayer;
  private readonly top: PaintedLayer;
  /** Until there is a world the host's colour is the sea. */
  private hasWorld = false;
  private trailsMs = 0;
  theme: MapTheme = mapTheme('dark');
  sprites = new Sprites(this.theme, pixelRatio());

  /** `onFailed` is called when the land cannot be drawn. */
  constructor(host: HTMLElement, store: Sightings, onFailed: () => void) {
    this.host = host;
    this.store = store;
    this.land = new LandLayer(host, 0.25, onFailed);
    this.trails = new PaintedLayer(host, 0.12);
    this.top = new PaintedLayer(host, 0);
  }

  destroy(): void {
    for (const layer of [this.land, this.trails, this.top]) layer.destroy();
  }

  setTheme(name: string): void {
    this.theme = mapTheme(name);
    this.sprites = new Sprites(this.theme, pixelRatio());
    this.host.style.backgroundColor = this.theme.sea;
    this.land.forget();
    this.renewTrails();
  }

  setWorld(file: WorldFile): void {
    this.land.setWorld(file);
    this.hasWorld = true;
  }

  /** Has others drawn: those of now, or of the past. */
  setStore(store: Sightings): void {
    this.store = store;
    this.renewTrails();
  }

  /** Has heat, portals and trails drawn with the next frame. */
  renewTrails(): void {
    this.trailsMs = 0;
  }

  /** The landblock grid has been turned on or off. */
  renewLand(): void {
    this.land.forget();
  }

  /** Draws what is behind the markers, as far as it has to be. */
  paintBack(sight: Sight): void {
    const { view, nowMs, overlays } = sight;
    if (this.hasWorld)
      this.land.show(view, sight.settled, { theme: this.theme.name, grid: overlays.shows('grid') });
    const trails = this.trails.staleness(view);
    const since = nowMs - this.trailsMs;
    if (!sight.busy && (since >= TRAILS_MS || (trails !== 'fresh' && since >= HURRY_MS))) {
      this.trailsMs = nowMs;
      this.trails.draw(view, (context, wide) => {
        paintOverlays(context, wide, this.theme, this.sprites, overlays);
        if (!overlays.shows('trails')) return;
        paintTrails(context, wide, {
          store: this.store,
          theme: this.theme,
          slots: sight.items.filter((item) => item.slot >= 0).map((item) => item.slot),
          selectedSlot: sight.selectedSlot,
          bornMs: this.store.bornMs,
          nowMs,
        });
      });
    } else {
      this.trails.present(view);
    }
  }

  /** Draws markers and words where they are at a moment; Infinity is where they are going. */
  paintTop(view: View, insets: Insets, items: readonly Item[], nowMs: number): void {
    this.top.draw(view, (context) => {
      paintEdges(context, view, this.theme, this.sprites, insets);
      paintScene(context, view, items, this.store, nowMs);
    });
  }
}
