import { nearestPlace, type Place } from '../live/places.ts';
import type { Player } from '../live/player.ts';
import type { LiveStore } from '../live/store.ts';
import { loadWorld, placesOf, type WorldFile } from '../live/world.ts';
import { type BaseWorld, type Ground, paintBase } from './baseLayer.ts';
import { coastPath, readBiomes, readCoast } from './basemap.ts';
import { paintEdges, paintScene } from './frame.ts';
import { listenToGestures } from './gestures.ts';
import { GroundMaker } from './ground.ts';
import { HitGrid } from './hitGrid.ts';
import type { Side } from './labels.ts';
import { Layer, pixelRatio } from './layer.ts';
import { type MapTheme, mapTheme } from './mapTheme.ts';
import {
  centreOn,
  clampView,
  type Insets,
  NO_INSETS,
  panBy,
  showAll,
  toEw,
  toNs,
  toX,
  toY,
  type View,
  wholeWorld,
  zoomAround,
} from './projection.ts';
import { composeScene, type Item, TOWN_OPENS_AT } from './scene.ts';
import { Sprites } from './sprites.ts';
import { paintTrails } from './trailLayer.ts';

const SETTLED_MS = 140;
const SCENE_MS = 200;
const TRAILS_MS = 500;
const STATUS_MS = 120;
const GLIDE_MS = 240;
const MOUSE_REACH = 14;
const TOUCH_REACH = 26;
const PAN_STEP = 80;
const CLOSEST_OVERVIEW = 26;
const LOCATE_ZOOM = 24;
/** How far from the edge a position must be to count as seen. */
const EDGE_ROOM = 40;

/** What the page around the map wants to know of it. A new object whenever something of it changed. */
export interface MapStatus {
  view: View;
  /** Where the pointer is on the world; null when it is elsewhere. */
  pointer: { ew: number; ns: number } | null;
  hovering: boolean;
  /** A follow that a pan by hand has interrupted. */
  paused: boolean;
  /** The world has been drawn, or will never be. */
  world: 'loading' | 'ready' | 'failed';
}

export interface MapEvents {
  /** A character was picked on the map. */
  onPick: (name: string) => void;
  /** The view has come to rest, moved by hand or by a glide. */
  onRest: (view: View) => void;
}

/**
 * The map: canvases in an element, drawn from the LiveStore. It knows nothing of React; the page tells it what is
 * selected and followed, and hears of picks and rests.
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

  private view: View = { ew: 0, ns: 0, z: 4, width: 1, height: 1 };
  private insets: Insets = NO_INSETS;
  private theme: MapTheme = mapTheme('dark');
  private sprites: Sprites;
  private world: BaseWorld | null = null;
  private places: readonly Place[] = [];
  private groundNow: Ground | null = null;

  private selected: string | null = null;
  private following = false;
  private paused = false;
  private shown: ((player: Player) => boolean) | null = null;
  private showTrails = true;

  private items: Item[] = [];
  private townItems: Item[] = [];
  private sides: ReadonlyMap<string, Side> = new Map();
  private gone = false;
  private frame = 0;
  private dirty = true;
  private changedMs = 0;
  private restTold = true;
  private sceneMs = 0;
  private trailsMs = 0;
  private baseMs = 0;
  private statusMs = 0;
  private glide: { from: View; to: View; startMs: number } | null = null;
  private pointer: { x: number; y: number } | null = null;
  private hovering = false;
  private placedByHand = false;
  private overviewDone = false;

  private statusNow: MapStatus;
  private readonly statusListeners = new Set<() => void>();

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
    this.statusNow = { view: this.view, pointer: null, hovering: false, paused: false, world: 'loading' };
    this.stopGestures = listenToGestures(host, {
      onPan: (dx, dy) => this.byHand(panBy(this.view, dx, dy), true),
      onZoom: (factor, x, y) => this.zoomAt(factor, x, y),
      onPick: (x, y, touch) => this.pick(x, y, touch ? TOUCH_REACH : MOUSE_REACH),
      onHover: (x, y) => this.hover({ x, y }),
      onLeave: () => this.hover(null),
      onKey: (key) => this.key(key),
    });
    this.resize = new ResizeObserver(() => this.measureHost());
    this.resize.observe(host);
    this.measureHost();
    this.frame = requestAnimationFrame(this.draw);
    loadWorld().then(
      (file) => !this.gone && this.setWorld(file),
      () => !this.gone && this.say({ world: 'failed' }),
    );
  }

  destroy(): void {
    this.gone = true;
    cancelAnimationFrame(this.frame);
    this.stopGestures();
    this.resize.disconnect();
    this.ground.stop();
    for (const layer of [this.base, this.trails, this.top]) layer.canvas.remove();
    this.statusListeners.clear();
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

  setFollowing(following: boolean): void {
    if (following === this.following && !this.paused) return;
    this.following = following;
    this.say({ paused: false });
    this.paused = false;
    if (following && this.selected !== null) this.glideToSelected(this.view.z);
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

  setInsets(insets: Insets): void {
    this.insets = insets;
  }

  /** Shows a place at once, as an address tells it. */
  setView(ew: number, ns: number, z: number): void {
    this.placedByHand = true;
    this.glide = null;
    this.change(centreOn({ ...this.view, z }, ew, ns, NO_INSETS));
  }

  zoomBy(factor: number): void {
    const x = this.view.width / 2 + (this.insets.left - this.insets.right) / 2;
    const y = this.view.height / 2 + (this.insets.top - this.insets.bottom) / 2;
    this.glideTo(zoomAround(this.glide?.to ?? this.view, factor, x, y));
  }

  /** Sets the zoom round the middle of what is not covered, as the slider does. */
  zoomTo(z: number): void {
    this.zoomAt(z / this.view.z, this.view.width / 2, this.view.height / 2);
  }

  /** Everyone who is on the map, or the whole world when nobody is. */
  home(): void {
    this.glideTo(showAll(this.view, this.positions(), this.insets, CLOSEST_OVERVIEW));
  }

  wholeWorld(): void {
    this.glideTo(wholeWorld(this.view, this.insets));
  }

  /** Goes to a position, closer if it is far out. */
  goTo(ew: number, ns: number, closest = LOCATE_ZOOM): void {
    this.glideTo(centreOn({ ...this.view, z: Math.max(this.view.z, closest) }, ew, ns, this.insets));
  }

  /**
   * Brings a position into the picture, if it is not in it, and changes nothing else. `card` is the size of what
   * lies over the upper right corner.
   */
  reveal(ew: number, ns: number, card = { width: 0, height: 0 }): void {
    const x = toX(this.view, ew);
    const y = toY(this.view, ns);
    const { top, right, bottom, left } = this.insets;
    const inside =
      x > left + EDGE_ROOM &&
      y > top + EDGE_ROOM &&
      x < this.view.width - right - EDGE_ROOM &&
      y < this.view.height - bottom - EDGE_ROOM;
    const covered = x > this.view.width - right - card.width && y < card.height;
    if (!inside || covered) this.glideTo(centreOn(this.view, ew, ns, this.insets));
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
    this.say({ world: 'ready' });
    this.touch();
  }

  // What the page hears.

  readonly subscribe = (listener: () => void): (() => void) => {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  };

  readonly status = (): MapStatus => this.statusNow;

  // Movement.

  private byHand(view: View, pan: boolean): void {
    this.placedByHand = true;
    this.glide = null;
    if (pan && this.following && !this.paused) {
      this.paused = true;
      this.say({ paused: true });
    }
    this.change(view);
  }

  private zoomAt(factor: number, x: number, y: number): void {
    // While someone is followed the zoom keeps him where he is.
    const steady = this.following && !this.paused;
    const cx = steady ? this.view.width / 2 + (this.insets.left - this.insets.right) / 2 : x;
    const cy = steady ? this.view.height / 2 + (this.insets.top - this.insets.bottom) / 2 : y;
    this.byHand(zoomAround(this.view, factor, cx, cy), false);
  }

  private change(view: View): void {
    this.view = clampView(view);
    this.touch();
  }

  private touch(): void {
    this.changedMs = Date.now();
    this.restTold = false;
    this.dirty = true;
  }

  private refresh(): void {
    this.sceneMs = 0;
    this.trailsMs = 0;
    this.dirty = true;
  }

  private glideTo(to: View): void {
    this.placedByHand = true;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.change(to);
      return;
    }
    this.glide = { from: this.view, to, startMs: Date.now() };
    this.dirty = true;
  }

  private glideToSelected(z: number): void {
    const slot = this.selectedSlot();
    if (slot === null) return;
    const now = Date.now();
    this.glideTo(
      centreOn({ ...this.view, z }, this.store.ewAt(slot, now), this.store.nsAt(slot, now), this.insets),
    );
  }

  private key(key: string): boolean {
    const view = this.view;
    switch (key) {
      case 'ArrowLeft':
        this.byHand(panBy(view, PAN_STEP, 0), true);
        return true;
      case 'ArrowRight':
        this.byHand(panBy(view, -PAN_STEP, 0), true);
        return true;
      case 'ArrowUp':
        this.byHand(panBy(view, 0, PAN_STEP), true);
        return true;
      case 'ArrowDown':
        this.byHand(panBy(view, 0, -PAN_STEP), true);
        return true;
      case '+':
      case '=':
        this.zoomBy(1.5);
        return true;
      case '-':
        this.zoomBy(1 / 1.5);
        return true;
      case '0':
      case 'Home':
        this.home();
        return true;
      default:
        return false;
    }
  }

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
    if (town !== undefined) this.goTo(town.ew, town.ns, TOWN_OPENS_AT);
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
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    const first = this.view.width === 1;
    this.view = { ...this.view, width, height };
    if (first) this.view = wholeWorld(this.view, this.insets);
    this.view = clampView(this.view);
    this.touch();
  }

  private readonly draw = (): void => {
    this.frame = requestAnimationFrame(this.draw);
    const now = Date.now();
    this.overview();
    this.step(now);
    const still = matchesReducedMotion() && now - this.sceneMs < TRAILS_MS && !this.dirty;
    if (now - this.sceneMs >= SCENE_MS && !still) this.compose(now);
    this.paintBack(now);
    if (this.dirty || this.moving(now)) {
      this.dirty = false;
      this.paintTop(now);
    }
    this.tell(now);
  };

  /** The first look is at where everyone is, unless the address or a hand has said otherwise. */
  private overview(): void {
    if (this.overviewDone || this.placedByHand || this.store.size === 0) return;
    const positions = this.positions();
    if (positions.length === 0) return;
    this.overviewDone = true;
    this.view = showAll(this.view, positions, this.insets, CLOSEST_OVERVIEW);
    this.touch();
    this.restTold = true;
  }

  private positions(): { ew: number; ns: number }[] {
    const positions: { ew: number; ns: number }[] = [];
    for (const player of this.store.list()) {
      if (player.ew === null || player.ns === null || player.freshness === 'gone') continue;
      if (this.shown !== null && !this.shown(player)) continue;
      positions.push({ ew: player.ew, ns: player.ns });
    }
    return positions;
  }

  private step(now: number): void {
    if (this.glide !== null) {
      const { from, to, startMs } = this.glide;
      const t = Math.min(1, (now - startMs) / GLIDE_MS);
      const eased = 1 - (1 - t) ** 3;
      // Zoom in equal steps of proportion, and the middle along with it.
      const z = from.z * (to.z / from.z) ** eased;
      const share = Math.abs(to.z - from.z) < 1e-9 ? eased : (1 / from.z - 1 / z) / (1 / from.z - 1 / to.z);
      this.change({
        ...this.view,
        z,
        ew: from.ew + (to.ew - from.ew) * share,
        ns: from.ns + (to.ns - from.ns) * share,
      });
      if (t >= 1) {
        this.glide = null;
        this.change({ ...this.view, ew: to.ew, ns: to.ns, z: to.z });
      }
      return;
    }
    if (!this.following || this.paused) return;
    const slot = this.selectedSlot();
    if (slot === null) return;
    const at = centreOn(this.view, this.store.ewAt(slot, now), this.store.nsAt(slot, now), this.insets);
    if (Math.abs(at.ew - this.view.ew) + Math.abs(at.ns - this.view.ns) < 0.05 / this.view.z) return;
    this.view = at;
    this.dirty = true;
  }

  private selectedSlot(): number | null {
    if (this.selected === null) return null;
    const slot = this.store.player(this.selected)?.slot;
    return slot === undefined || !this.store.isPlaced(slot) ? null : slot;
  }

  private compose(now: number): void {
    this.sceneMs = now;
    const scene = composeScene({
      store: this.store,
      places: this.places,
      view: this.view,
      theme: this.theme,
      sprites: this.sprites,
      selected: this.selected,
      shown: this.shown,
      nowMs: now,
      sides: this.sides,
      insets: this.insets,
    });
    this.items = scene.items;
    this.sides = scene.sides;
    this.hits.clear();
    this.townItems = [];
    for (const item of scene.items) {
      const x = toX(this.view, item.ew);
      const y = toY(this.view, item.ns);
      if (item.slot >= 0) this.hits.add(item.slot, x, y);
      else if (item.clear > 5) {
        this.townItems.push(item);
        this.hits.add(-this.townItems.length, x, y);
      }
    }
    this.dirty = true;
  }

  private paintBack(now: number): void {
    const settled = now - this.changedMs >= SETTLED_MS;
    const base = this.base.staleness(this.view);
    if (base === 'empty' ? now - this.baseMs >= 90 : base === 'stale' && settled) {
      this.baseMs = now;
      this.base.draw(this.view, (context, view, ratio) =>
        paintBase(context, view, ratio, this.theme, this.world, this.groundNow),
      );
    } else {
      this.base.present(this.view);
    }
    const trails = this.trails.staleness(this.view);
    if (now - this.trailsMs >= TRAILS_MS || (trails !== 'fresh' && now - this.trailsMs >= 90)) {
      this.trailsMs = now;
      this.trails.draw(this.view, (context, view) => {
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
      this.trails.present(this.view);
    }
  }

  private paintTop(now: number): void {
    this.top.draw(this.view, (context, view) => {
      paintEdges(context, view, this.theme, this.sprites, this.insets);
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

  // Telling.

  private tell(now: number): void {
    if (!this.restTold && this.glide === null && now - this.changedMs >= SETTLED_MS * 2) {
      this.restTold = true;
      if (this.placedByHand) this.events.onRest(this.view);
    }
    if (now - this.statusMs < STATUS_MS) return;
    const last = this.statusNow;
    const pointer =
      this.pointer === null
        ? null
        : { ew: toEw(this.view, this.pointer.x), ns: toNs(this.view, this.pointer.y) };
    const samePointer = pointer?.ew === last.pointer?.ew && pointer?.ns === last.pointer?.ns;
    const sameView = last.view === this.view;
    if (samePointer && sameView && last.hovering === this.hovering) return;
    this.statusMs = now;
    this.say({ view: this.view, pointer, hovering: this.hovering });
  }

  private say(part: Partial<MapStatus>): void {
    this.statusNow = { ...this.statusNow, ...part };
    for (const listener of this.statusListeners) listener();
  }

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
