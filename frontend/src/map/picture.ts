import type { LiveStore } from '../live/store.ts';
import type { WorldFile } from '../live/world.ts';
import { type BaseWorld, type Ground, paintBase } from './baseLayer.ts';
import { coastPath, readBiomes, readCoast } from './basemap.ts';
import { paintEdges, paintScene } from './frame.ts';
import { GroundMaker } from './ground.ts';
import { Layer, pixelRatio } from './layer.ts';
import { type MapTheme, mapTheme } from './mapTheme.ts';
import { paintOverlays } from './overlayLayer.ts';
import type { Overlays } from './overlays.ts';
import type { Insets, View } from './projection.ts';
import type { Item } from './scene.ts';
import { Sprites } from './sprites.ts';
import { paintTrails } from './trailLayer.ts';

/** How often the trails are drawn anew, and how often a layer at most that has run out of margin. */
const TRAILS_MS = 500;
const HURRY_MS = 90;

/** What the picture is to show now. */
export interface Sight {
  view: View;
  /** There is time for what is too slow to draw while the view moves. */
  settled: boolean;
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
  private readonly store: LiveStore;
  private readonly onGround: () => void;
  private readonly base: Layer;
  private readonly trails: Layer;
  private readonly top: Layer;
  private readonly groundMaker = new GroundMaker();
  private world: BaseWorld | null = null;
  private ground: Ground | null = null;
  private baseMs = 0;
  private trailsMs = 0;
  theme: MapTheme = mapTheme('dark');
  sprites = new Sprites(this.theme, pixelRatio());

  /** `onGround` is called when the land's shading has been made, which takes a worker a while. */
  constructor(host: HTMLElement, store: LiveStore, onGround: () => void) {
    this.host = host;
    this.store = store;
    this.onGround = onGround;
    this.base = new Layer(host, 0.25);
    this.trails = new Layer(host, 0.12);
    this.top = new Layer(host, 0);
  }

  destroy(): void {
    this.groundMaker.stop();
    for (const layer of [this.base, this.trails, this.top]) layer.canvas.remove();
  }

  setTheme(name: string): void {
    this.theme = mapTheme(name);
    this.sprites = new Sprites(this.theme, pixelRatio());
    this.host.style.backgroundColor = this.theme.sea;
    this.ground = null;
    this.makeGround();
    this.base.forget();
    this.renewTrails();
  }

  setWorld(file: WorldFile): void {
    this.world = {
      coast: coastPath(readCoast(file)),
      lands: file.lands,
      block: file.block,
      blocks: file.blocks,
    };
    this.groundMaker.setWorld(readBiomes(file.biomes, file.blocks * file.blocks), file.blocks);
    this.makeGround();
    this.base.forget();
  }

  /** Has heat, portals and trails drawn with the next frame. */
  renewTrails(): void {
    this.trailsMs = 0;
  }

  /** The landblock grid has been turned on or off. */
  renewBase(): void {
    this.base.forget();
  }

  /** Draws what is behind the markers, as far as it has to be. */
  paintBack(sight: Sight): void {
    const { view, nowMs, overlays } = sight;
    const base = this.base.staleness(view);
    if (base === 'empty' ? nowMs - this.baseMs >= HURRY_MS : base === 'stale' && sight.settled) {
      this.baseMs = nowMs;
      this.base.draw(view, (context, wide, ratio) =>
        paintBase(context, wide, ratio, {
          theme: this.theme,
          world: this.world,
          ground: this.ground,
          grid: overlays.shows('grid'),
        }),
      );
    } else {
      this.base.present(view);
    }
    const trails = this.trails.staleness(view);
    const since = nowMs - this.trailsMs;
    if (since >= TRAILS_MS || (trails !== 'fresh' && since >= HURRY_MS)) {
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

  private makeGround(): void {
    const theme = this.theme;
    this.groundMaker.make(theme.name, theme.shade, (ground) => {
      if (this.theme !== theme) return;
      this.ground = ground;
      this.base.forget();
      this.onGround();
    });
  }
}
