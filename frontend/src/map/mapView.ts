import { nearestPlace, type Place } from '../live/places.ts';
import type { Player } from '../live/player.ts';
import type { LiveStore } from '../live/store.ts';
import { loadWorld, placesOf, type WorldFile } from '../live/world.ts';
import { type BaseWorld, type Ground, paintBase } from './baseLayer.ts';
import { coastPath, readBiomes, readCoast } from './basemap.ts';
import { Camera, type Position } from './camera.ts';
import { paintEdges, paintScene } from './frame.ts';
import { listenToGestures } from './gestures.ts';
import { GroundMaker } from './ground.ts';
import { HitGrid } from './hitGrid.ts';
import type { Side } from './labels.ts';
import { Layer, pixelRatio } from './layer.ts';
import { type MapStatus, StatusTeller } from './mapStatus.ts';
import { type MapTheme, mapTheme } from './mapTheme.ts';
import { type Insets, toX, toY, type View } from './projection.ts';
import { composeScene, type Item, TOWN_OPENS_AT } from './scene.ts';
import { Sprites } from './sprites.ts';
import { paintTrails } from './trailLayer.ts';

const SCENE_MS = 200;
const TRAILS_MS = 500;
const MOUSE_REACH = 14;
const TOUCH_REACH = 26;

export interface MapEvents {
  /** A character was picked on the map. */
  onPick: (name: string) => void;
  /** The view has come to rest, moved by hand or by a glide. */
  onRest: (view: View) => void;
}

/**
 * The map: canvases in an element, drawn from the LiveStore through a camera. It knows nothing of React; the page
 * tells it what is selected and followed, and hears of picks and rests.
 */
export class MapView {
  private readonly host: HTMLElement;
  private readonly store: LiveStore;
  private readonly events: MapEvents;
  private readonly base: Layer;
  private readonly trails: Layer;
  private readonly top: Layer;
  private readonly ground: GroundMaker;
  private readonly stopGestures: () => void;
  private readonly resize: ResizeObserver;
  private readonly bornMs: number;
  private readonly hits = new HitGrid();

  private readonly camera = new Camera({
    everyone: () => this.everyone(),
    selected: (nowMs) => this.selectedAt(nowMs),
    now: () => Date.now(),
    reducedMotion: matchesReducedMotion,
    onPaused: (paused) => this.teller.say({ paused }),
  });
  private readonly teller = new StatusTeller(this.camera.view);
  readonly subscribe = this.teller.subscribe;
  readonly status: () => MapStatus = this.teller.status;

  private theme: MapTheme = mapTheme('dark');
  private sprites: Sprites;
  private world: BaseWorld | null = null;
  private places: readonly Place[] = [];
  private groundNow: Ground | null = null;

  private selected: string | null = null;
  private shown: ((player: Player) => boolean) | null = null;
  private showTrails = true;

  private items: Item[] = [];
  private townItems: Item[] = [];
  private sides: ReadonlyMap<string, Side> = new Map();
  private gone = false;
  private frame = 0;
  private dirty = true;
  private drawnView: View | null = null;
  private sceneMs = 0;
  private trailsMs = 0;
  private baseMs = 0;
  private pointer: { x: number; y: number } | null = null;
  private hovering = false;

  constructor(host: HTMLElement, store: LiveStore, events: MapEvents) {
    this.host = host;
    this.store = store;
    this.events = events;
    this.bornMs = store.bornMs;
    this.base = new Layer(host, 0.25);
    this.trails = new Layer(host, 0.12);
    this.top = new Layer(host, 0);
    this.ground = new GroundMaker();
    this.sprites = new Sprites(this.theme, pixelRatio());
    this.stopGestures = listenToGestures(host, {
      onPan: (dx, dy) => this.camera.pan(dx, dy),
      onZoom: (factor, x, y) => this.camera.zoomAt(factor, x, y),
      onPick: (x, y, touch) => this.pick(x, y, touch ? TOUCH_REACH : MOUSE_REACH),
      onHover: (x, y) => this.hover({ x, y }),
      onLeave: () => this.hover(null),
      onKey: (key) => this.camera.key(key),
    });
    this.resize = new ResizeObserver(() => this.measureHost());
    this.resize.observe(host);
    this.measureHost();
    this.frame = requestAnimationFrame(this.draw);
    loadWorld().then(
      (file) => !this.gone && this.setWorld(file),
      () => !this.gone && this.teller.say({ world: 'failed' }),
    );
  }

  destroy(): void {
    this.gone = true;
    cancelAnimationFrame(this.frame);
    this.stopGestures();
    this.resize.disconnect();
    this.ground.stop();
    for (const layer of [this.base, this.trails, this.top]) layer.canvas.remove();
    this.teller.stop();
  }

  // What the page tells the map.

  setTheme(name: string): void {
    this.theme = mapTheme(name);
    this.sprites = new Sprites(this.theme, pixelRatio());
    this.host.style.backgroundColor = this.theme.sea;
    this.groundNow = null;
    this.makeGround();
    this.base.forget();
    this.refresh();
  }

  setSelected(name: string | null): void {
    if (name === this.selected) return;
    this.selected = name;
    this.refresh();
  }

  setFilter(shown: ((player: Player) => boolean) | null): void {
    this.shown = shown;
    this.refresh();
  }

  setTrails(show: boolean): void {
    this.showTrails = show;
    this.trailsMs = 0;
    this.dirty = true;
  }

  // Where the page has the map look.

  setFollowing(following: boolean): void {
    this.camera.setFollowing(following);
  }

  setInsets(insets: Insets): void {
    this.camera.setInsets(insets);
  }

  setView(ew: number, ns: number, z: number): void {
    this.camera.setView(ew, ns, z);
  }

  zoomBy(factor: number): void {
    this.camera.zoomBy(factor);
  }

  zoomTo(z: number): void {
    this.camera.zoomTo(z);
  }

  home(): void {
    this.camera.home();
  }

  wholeWorld(): void {
    this.camera.wholeWorld();
  }

  goTo(ew: number, ns: number): void {
    this.camera.goTo(ew, ns);
  }

  reveal(ew: number, ns: number, card?: { width: number; height: number }): void {
    this.camera.reveal(ew, ns, card);
  }

  private setWorld(file: WorldFile): void {
    const biomes = readBiomes(file.biomes, file.blocks * file.blocks);
    this.world = {
      coast: coastPath(readCoast(file)),
      lands: file.lands,
      block: file.block,
      blocks: file.blocks,
    };
    this.places = placesOf(file);
    this.ground.setWorld(biomes, file.blocks);
    this.makeGround();
    this.base.forget();
    this.teller.say({ world: 'ready' });
    this.camera.touch();
    this.dirty = true;
  }

  private refresh(): void {
    this.sceneMs = 0;
    this.trailsMs = 0;
    this.dirty = true;
  }

  // The hand.

  private pick(x: number, y: number, reach: number): void {
    const id = this.hits.nearest(x, y, reach);
    if (id === null) return;
    if (id >= 0) {
      const player = this.store.view(id);
      if (player !== null) this.events.onPick(player.name);
      return;
    }
    // A town with a number opens: its people are shown one by one.
    const town = this.townItems[-1 - id];
    if (town !== undefined) this.camera.goTo(town.ew, town.ns, TOWN_OPENS_AT);
  }

  private hover(pointer: { x: number; y: number } | null): void {
    this.pointer = pointer;
    const hit = pointer === null ? null : this.hits.nearest(pointer.x, pointer.y, MOUSE_REACH);
    const hovering = hit !== null;
    if (hovering !== this.hovering) {
      this.hovering = hovering;
      if (hovering) this.host.dataset.hit = '';
      else delete this.host.dataset.hit;
    }
    this.dirty = true;
  }

  // Drawing.

  private measureHost(): void {
    this.camera.resize(this.host.clientWidth, this.host.clientHeight);
  }

  private readonly draw = (): void => {
    this.frame = requestAnimationFrame(this.draw);
    const now = Date.now();
    this.camera.step(now);
    if (this.camera.view !== this.drawnView) this.dirty = true;
    const still = matchesReducedMotion() && now - this.sceneMs < TRAILS_MS && !this.dirty;
    if (now - this.sceneMs >= SCENE_MS && !still) this.compose(now);
    this.paintBack(now);
    if (this.dirty || this.moving(now)) {
      this.dirty = false;
      this.drawnView = this.camera.view;
      this.paintTop(now);
    }
    const rest = this.camera.takeRest(now);
    if (rest !== null) this.events.onRest(rest);
    this.teller.follow(now, this.camera.view, this.pointer, this.hovering);
  };

  private everyone(): Position[] {
    const positions: Position[] = [];
    for (const player of this.store.list()) {
      if (player.ew === null || player.ns === null || player.freshness === 'gone') continue;
      if (this.shown !== null && !this.shown(player)) continue;
      positions.push({ ew: player.ew, ns: player.ns });
    }
    return positions;
  }

  private selectedSlot(): number | null {
    if (this.selected === null) return null;
    const slot = this.store.player(this.selected)?.slot;
    return slot === undefined || !this.store.isPlaced(slot) ? null : slot;
  }

  private selectedAt(nowMs: number): Position | null {
    const slot = this.selectedSlot();
    return slot === null ? null : { ew: this.store.ewAt(slot, nowMs), ns: this.store.nsAt(slot, nowMs) };
  }

  private compose(now: number): void {
    this.sceneMs = now;
    const scene = composeScene({
      store: this.store,
      places: this.places,
      view: this.camera.view,
      theme: this.theme,
      sprites: this.sprites,
      selected: this.selected,
      shown: this.shown,
      nowMs: now,
      sides: this.sides,
      insets: this.camera.insets,
    });
    this.items = scene.items;
    this.sides = scene.sides;
    this.hits.clear();
    this.townItems = [];
    for (const item of scene.items) {
      const x = toX(this.camera.view, item.ew);
      const y = toY(this.camera.view, item.ns);
      if (item.slot >= 0) this.hits.add(item.slot, x, y);
      else if (item.clear > 5) {
        this.townItems.push(item);
        this.hits.add(-this.townItems.length, x, y);
      }
    }
    this.dirty = true;
  }

  private paintBack(now: number): void {
    const settled = this.camera.settled(now);
    const base = this.base.staleness(this.camera.view);
    if (base === 'empty' ? now - this.baseMs >= 90 : base === 'stale' && settled) {
      this.baseMs = now;
      this.base.draw(this.camera.view, (context, view, ratio) =>
        paintBase(context, view, ratio, this.theme, this.world, this.groundNow),
      );
    } else {
      this.base.present(this.camera.view);
    }
    const trails = this.trails.staleness(this.camera.view);
    if (now - this.trailsMs >= TRAILS_MS || (trails !== 'fresh' && now - this.trailsMs >= 90)) {
      this.trailsMs = now;
      this.trails.draw(this.camera.view, (context, view) => {
        if (!this.showTrails) return;
        paintTrails(context, view, {
          store: this.store,
          theme: this.theme,
          slots: this.items.filter((item) => item.slot >= 0).map((item) => item.slot),
          selectedSlot: this.selectedSlot() ?? -1,
          bornMs: this.bornMs,
          nowMs: now,
        });
      });
    } else {
      this.trails.present(this.camera.view);
    }
  }

  private paintTop(now: number): void {
    this.top.draw(this.camera.view, (context, view) => {
      paintEdges(context, view, this.theme, this.sprites, this.camera.insets);
      paintScene(context, view, this.items, this.store, matchesReducedMotion() ? Infinity : now);
    });
  }

  /** Whether any marker on the map is on its way. */
  private moving(now: number): boolean {
    if (matchesReducedMotion()) return false;
    return this.items.some((item) => item.slot >= 0 && this.store.isMoving(item.slot, now));
  }

  private makeGround(): void {
    const theme = this.theme;
    this.ground.make(theme.name, theme.shade, (ground) => {
      if (this.theme !== theme) return;
      this.groundNow = ground;
      this.base.forget();
      this.dirty = true;
    });
  }

  // What the page asks.

  /** The place nearest to a position, for the foot. */
  nearest(ew: number, ns: number) {
    return nearestPlace(this.places, ew, ns);
  }

  placeNamed(words: string): Place | null {
    const wanted = words.trim().toLowerCase();
    if (wanted === '') return null;
    return (
      this.places.find((place) => place.name.toLowerCase() === wanted) ??
      this.places.find((place) => place.name.toLowerCase().startsWith(wanted)) ??
      null
    );
  }
}

let reducedMotion: MediaQueryList | null = null;

function matchesReducedMotion(): boolean {
  reducedMotion ??= matchMedia('(prefers-reduced-motion: reduce)');
  return reducedMotion.matches;
}
