import type { Place } from '../live/places.ts';
import type { Player } from '../live/player.ts';
import { loadWorld, placesOf, type WorldFile } from '../live/world.ts';
import { Camera } from './camera.ts';
import { listenToGestures } from './gestures.ts';
import type { Side } from './labels.ts';
import type { HeatQuestion, MapLayer } from './mapLayers.ts';
import { type MapStatus, StatusTeller } from './mapStatus.ts';
import { Overlays } from './overlays.ts';
import { markerAt, placedSlot, shownPositions } from './people.ts';
import { Picking } from './picking.ts';
import { Picture } from './picture.ts';
import { stepMs, type View } from './projection.ts';
import { reducedMotion } from './reducedMotion.ts';
import { composeScene, type Item, TOWN_OPENS_AT } from './scene.ts';
import type { Sightings } from './sightings.ts';

const SCENE_MS = 200;
/** With reduced motion markers move in steps this long. */
const STILL_MS = 500;
const MOUSE_REACH = 14;
const TOUCH_REACH = 26;

/** Those of a time gone by, who are told when the picture is composed. */
export interface PastSightings extends Sightings {
  tick: (nowMs: number) => void;
}

export interface MapEvents {
  /** A character was picked on the map. */
  onPick: (name: string) => void;
  /** The view has come to rest, moved by hand or by a glide. */
  onRest: (view: View) => void;
  /** A pan by hand has ended the follow. */
  onFollowEnded: () => void;
}

/**
 * The map in an element, drawn from the LiveStore through a camera. It knows nothing of React; the page tells it what
 * is selected and shown, moves the camera, and hears of picks and rests.
 */
export class MapView {
  readonly camera: Camera;
  private readonly host: HTMLElement;
  /** Those of now. */
  private readonly live: Sightings;
  private past: PastSightings | null = null;
  private readonly events: MapEvents;
  private readonly picture: Picture;
  private readonly overlays: Overlays;
  private readonly picking = new Picking();
  private readonly teller: StatusTeller;
  private readonly stopGestures: () => void;
  private readonly resize: ResizeObserver;
  readonly subscribe: (listener: () => void) => () => void;
  readonly status: () => MapStatus;

  /** Every place of the world, once it has come. */
  places: readonly Place[] = [];
  private selected: string | null = null;
  private shown: ((player: Player) => boolean) | null = null;

  private items: Item[] = [];
  private sides: ReadonlyMap<string, Side> = new Map();
  private gone = false;
  private frame = 0;
  private dirty = true;
  private drawnView: View | null = null;
  private sceneMs = 0;
  private topMs = 0;
  private pointer: { x: number; y: number } | null = null;
  private hovering = false;

  constructor(host: HTMLElement, live: Sightings, events: MapEvents) {
    this.host = host;
    this.live = live;
    this.events = events;
    this.camera = new Camera({
      everyone: () => shownPositions(this.store, this.shown),
      selected: (nowMs) => markerAt(this.store, this.selected, nowMs),
      now: () => Date.now(),
      reducedMotion,
      onFollowEnded: () => events.onFollowEnded(),
    });
    const measure = () => this.camera.resize(host.clientWidth, host.clientHeight);
    this.resize = new ResizeObserver(measure);
    this.resize.observe(host);
    measure();
    this.teller = new StatusTeller(this.camera.view);
    this.subscribe = this.teller.subscribe;
    this.status = this.teller.status;
    this.picture = new Picture(host, live, () => this.teller.say({ world: 'failed' }));
    this.overlays = new Overlays(() => this.refresh());
    this.stopGestures = listenToGestures(host, {
      onPan: (dx, dy) => this.camera.pan(dx, dy),
      onZoom: (factor, x, y) => this.camera.zoomAt(factor, x, y),
      onPick: (x, y, touch) => this.pick(x, y, touch ? TOUCH_REACH : MOUSE_REACH),
      onHover: (x, y) => this.hover({ x, y }),
      onLeave: () => this.hover(null),
      onKey: (key) => this.camera.key(key),
    });
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
    this.overlays.stop();
    this.picture.destroy();
    this.teller.stop();
  }

  // What the page tells the map.

  setTheme(name: string): void {
    this.picture.setTheme(name);
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

  /** Shows a time gone by in the place of now; null goes back to now. */
  setPast(past: PastSightings | null): void {
    this.past = past;
    this.picture.setStore(this.store);
    this.refresh();
  }

  /** The past is at another moment: it is drawn at once. */
  renewPast(): void {
    this.refresh();
  }

  setLayers(layers: readonly MapLayer[], heat: HeatQuestion): void {
    const grid = this.overlays.shows('grid');
    this.overlays.set(layers, heat);
    if (grid !== this.overlays.shows('grid')) this.picture.renewLand();
  }

  private get store(): Sightings {
    return this.past ?? this.live;
  }

  private setWorld(file: WorldFile): void {
    this.picture.setWorld(file);
    this.places = placesOf(file);
    this.teller.say({ world: 'ready' });
    this.camera.touch();
    this.refresh();
  }

  /** Has all that stands on the land decided and drawn anew. */
  private refresh(): void {
    this.sceneMs = 0;
    this.picture.renewTrails();
    this.dirty = true;
  }

  // The hand.

  private pick(x: number, y: number, reach: number): void {
    const hit = this.picking.at(x, y, reach);
    if (hit === null) return;
    if (hit.kind === 'character') {
      const player = this.store.view(hit.slot);
      if (player !== null) this.events.onPick(player.name);
      return;
    }
    // A town with a number opens: its people are shown one by one.
    this.camera.goTo(hit.ew, hit.ns, TOWN_OPENS_AT);
  }

  private hover(pointer: { x: number; y: number } | null): void {
    this.pointer = pointer;
    this.hovering = pointer !== null && this.picking.at(pointer.x, pointer.y, MOUSE_REACH) !== null;
    if (this.hovering) this.host.dataset.hit = '';
    else delete this.host.dataset.hit;
  }

  // Drawing.

  private readonly draw = (): void => {
    this.frame = requestAnimationFrame(this.draw);
    const nowMs = Date.now();
    this.camera.step(nowMs);
    const { view, insets } = this.camera;
    if (view !== this.drawnView) this.dirty = true;
    const still = reducedMotion() && nowMs - this.sceneMs < STILL_MS && !this.dirty;
    const composes = nowMs - this.sceneMs >= SCENE_MS && !still;
    if (composes) this.compose(nowMs);
    this.picture.paintBack({
      view,
      settled: this.camera.settled(nowMs),
      busy: composes,
      nowMs,
      items: this.items,
      selectedSlot: placedSlot(this.store, this.selected),
      overlays: this.overlays,
    });
    // What has just been composed is painted with the next frame, unless the land has moved under it.
    const waits = composes && view === this.drawnView;
    if (!waits && (this.dirty || (nowMs - this.topMs >= stepMs(view) && this.moving(nowMs)))) {
      this.dirty = false;
      this.topMs = nowMs;
      this.drawnView = view;
      this.picture.paintTop(view, insets, this.items, reducedMotion() ? Infinity : nowMs);
    }
    const rest = this.camera.takeRest(nowMs);
    if (rest !== null) this.events.onRest(rest);
    this.teller.follow(nowMs, view, this.pointer, this.hovering);
  };

  private compose(nowMs: number): void {
    this.sceneMs = nowMs;
    this.past?.tick(nowMs);
    const scene = composeScene({
      store: this.store,
      places: this.places,
      view: this.camera.view,
      theme: this.picture.theme,
      sprites: this.picture.sprites,
      selected: this.selected,
      shown: this.shown,
      nowMs,
      sides: this.sides,
      insets: this.camera.insets,
    });
    this.items = scene.items;
    this.sides = scene.sides;
    this.picking.index(scene.items, this.camera.view);
    this.dirty = true;
  }

  /** Whether any marker on the map is on its way. */
  private moving(nowMs: number): boolean {
    if (reducedMotion()) return false;
    return this.items.some((item) => item.slot >= 0 && this.store.isMoving(item.slot, nowMs));
  }
}
