import {
  centreOn,
  clampView,
  type Insets,
  NO_INSETS,
  panBy,
  showAll,
  toX,
  toY,
  type View,
  wholeWorld,
  zoomAround,
} from './projection.ts';

const SETTLED_MS = 140;
const GLIDE_MS = 240;
const PAN_STEP = 80;
const KEY_ZOOM = 1.5;
const CLOSEST_OVERVIEW = 26;
const LOCATE_ZOOM = 24;
/** How far from the edge a position must be to count as seen. */
const EDGE_ROOM = 40;

export interface Position {
  ew: number;
  ns: number;
}

/** What the camera asks of the map, so that it needs no page and no store of its own. */
export interface CameraSource {
  /** Everybody who has a position and is not filtered out. */
  everyone: () => readonly Position[];
  /** Where the selected one is at a moment; null when nobody is selected or he has no position. */
  selected: (nowMs: number) => Position | null;
  now: () => number;
  reducedMotion: () => boolean;
  /** A pan by hand has ended the follow. */
  onFollowEnded: () => void;
}

interface Glide {
  from: View;
  to: View;
  startMs: number;
}

/**
 * What part of the world is shown, and what moves it: hands, keys, glides, and whoever is followed. Each move makes a
 * new view, so that whoever draws sees by its identity that there is something to draw.
 */
export class Camera {
  private readonly source: CameraSource;
  private shown: View = { ew: 0, ns: 0, z: 4, width: 1, height: 1 };
  private covered: Insets = NO_INSETS;
  private insetsTold = false;
  private glide: Glide | null = null;
  private following = false;
  private placedByHand = false;
  private overviewDone = false;
  private changedMs = 0;
  private restTold = true;

  constructor(source: CameraSource) {
    this.source = source;
  }

  get view(): View {
    return this.shown;
  }

  get insets(): Insets {
    return this.covered;
  }

  setInsets(insets: Insets): void {
    this.covered = insets;
    this.insetsTold = true;
  }

  /** The picture has a new size. The first one shows the whole world; an element that is not laid out has none. */
  resize(width: number, height: number): void {
    if (width === 0 || height === 0) return;
    const first = this.shown.width === 1;
    const sized = { ...this.shown, width, height };
    this.change(first ? wholeWorld(sized, this.covered) : sized);
  }

  setFollowing(following: boolean): void {
    if (following === this.following) return;
    this.following = following;
    if (following) this.glideToSelected();
  }

  /** Shows a place at once, as an address tells it. */
  setView(ew: number, ns: number, z: number): void {
    this.byHand(centreOn({ ...this.shown, z }, ew, ns, NO_INSETS));
  }

  /** Moves the picture by pixels. Whoever drags wants to look elsewhere, so that a follow ends. */
  pan(dx: number, dy: number): void {
    this.byHand(panBy(this.shown, dx, dy));
    if (!this.following) return;
    this.following = false;
    this.source.onFollowEnded();
  }

  /** Zooms at once round a point of the picture. While someone is followed, he stays where he is instead. */
  zoomAt(factor: number, x: number, y: number): void {
    const steady = this.following ? this.middle() : { x, y };
    this.byHand(zoomAround(this.shown, factor, steady.x, steady.y));
  }

  /** Sets the zoom round the middle of the picture, as the slider does. */
  zoomTo(z: number): void {
    this.zoomAt(z / this.shown.z, this.shown.width / 2, this.shown.height / 2);
  }

  /** Glides closer or further; from where a glide under way ends, so that two presses are two steps. */
  zoomBy(factor: number): void {
    const { x, y } = this.middle();
    this.glideTo(zoomAround(this.glide?.to ?? this.shown, factor, x, y));
  }

  /** Everyone who is on the map, or the whole world when nobody is. */
  home(): void {
    this.glideTo(showAll(this.shown, this.source.everyone(), this.covered, CLOSEST_OVERVIEW));
  }

  wholeWorld(): void {
    this.glideTo(wholeWorld(this.shown, this.covered));
  }

  /** Goes to a position, closer if it is far out. */
  goTo(ew: number, ns: number, closest = LOCATE_ZOOM): void {
    const z = Math.max(this.shown.z, closest);
    this.glideTo(centreOn({ ...this.shown, z }, ew, ns, this.covered));
  }

  /**
   * Brings a position into the picture, if it is not in it, and changes nothing else. `card` is the size of what
   * lies over the upper right corner.
   */
  reveal(ew: number, ns: number, card = { width: 0, height: 0 }): void {
    const x = toX(this.shown, ew);
    const y = toY(this.shown, ns);
    const { width, height } = this.shown;
    const { top, right, bottom, left } = this.covered;
    const inside =
      x > left + EDGE_ROOM &&
      y > top + EDGE_ROOM &&
      x < width - right - EDGE_ROOM &&
      y < height - bottom - EDGE_ROOM;
    const underCard = x > width - right - card.width && y < card.height;
    if (!inside || underCard) this.glideTo(centreOn(this.shown, ew, ns, this.covered));
  }

  /** Does what a key means; false when it means nothing here. */
  key(key: string): boolean {
    switch (key) {
      case 'ArrowLeft':
        this.pan(PAN_STEP, 0);
        return true;
      case 'ArrowRight':
        this.pan(-PAN_STEP, 0);
        return true;
      case 'ArrowUp':
        this.pan(0, PAN_STEP);
        return true;
      case 'ArrowDown':
        this.pan(0, -PAN_STEP);
        return true;
      case '+':
      case '=':
        this.zoomBy(KEY_ZOOM);
        return true;
      case '-':
        this.zoomBy(1 / KEY_ZOOM);
        return true;
      case '0':
      case 'Home':
        this.home();
        return true;
      default:
        return false;
    }
  }

  /** Moves on to a moment; called before each frame. */
  step(nowMs: number): void {
    this.overview();
    if (this.glide !== null) this.stepGlide(this.glide, nowMs);
    else if (this.following) this.stepFollow(nowMs);
  }

  /** Counts as a change although the view is the same: what it shows is not. */
  touch(): void {
    this.changedMs = this.source.now();
    this.restTold = false;
  }

  /** Whether there is time for what is too slow to do while the view moves. */
  settled(nowMs: number): boolean {
    return nowMs - this.changedMs >= SETTLED_MS;
  }

  /** The view, once, when it has come to rest where a hand or a glide has put it; null at all other times. */
  takeRest(nowMs: number): View | null {
    if (this.restTold || this.glide !== null || nowMs - this.changedMs < SETTLED_MS * 2) return null;
    this.restTold = true;
    return this.placedByHand ? this.shown : null;
  }

  /** The first look is at where everyone is, unless the address or a hand has said otherwise; once the room is known. */
  private overview(): void {
    if (this.overviewDone || this.placedByHand || !this.insetsTold) return;
    const positions = this.source.everyone();
    if (positions.length === 0) return;
    this.overviewDone = true;
    this.shown = showAll(this.shown, positions, this.covered, CLOSEST_OVERVIEW);
    this.touch();
    // Nobody chose this view, so that it is no news to anyone.
    this.restTold = true;
  }

  private stepGlide(glide: Glide, nowMs: number): void {
    const t = Math.min(1, (nowMs - glide.startMs) / GLIDE_MS);
    if (t >= 1) this.glide = null;
    this.change({ ...this.shown, ...alongGlide(glide, t) });
  }

  /** Keeps whoever is followed in the middle. This is no change that anything has to settle after. */
  private stepFollow(nowMs: number): void {
    const selected = this.source.selected(nowMs);
    if (selected === null) return;
    const at = centreOn(this.shown, selected.ew, selected.ns, this.covered);
    if (Math.abs(at.ew - this.shown.ew) + Math.abs(at.ns - this.shown.ns) < 0.05 / this.shown.z) return;
    this.shown = at;
  }

  private glideToSelected(): void {
    const selected = this.source.selected(this.source.now());
    if (selected !== null) this.glideTo(centreOn(this.shown, selected.ew, selected.ns, this.covered));
  }

  private glideTo(to: View): void {
    this.placedByHand = true;
    if (this.source.reducedMotion()) this.change(to);
    else this.glide = { from: this.shown, to, startMs: this.source.now() };
  }

  private byHand(view: View): void {
    this.placedByHand = true;
    this.glide = null;
    this.change(view);
  }

  private change(view: View): void {
    this.shown = clampView(view);
    this.touch();
  }

  /** The middle of what is not covered. */
  private middle(): { x: number; y: number } {
    const { top, right, bottom, left } = this.covered;
    return { x: (this.shown.width + left - right) / 2, y: (this.shown.height + top - bottom) / 2 };
  }
}

/** Where a glide is at a share of its time: soon fast, slow to arrive, and at 1 exactly at its goal. */
function alongGlide({ from, to }: Glide, t: number): { ew: number; ns: number; z: number } {
  if (t >= 1) return { ew: to.ew, ns: to.ns, z: to.z };
  const eased = 1 - (1 - t) ** 3;
  // Zoom in equal steps of proportion, and the middle along with it.
  const z = from.z * (to.z / from.z) ** eased;
  const share = Math.abs(to.z - from.z) < 1e-9 ? eased : (1 / from.z - 1 / z) / (1 / from.z - 1 / to.z);
  return { ew: from.ew + (to.ew - from.ew) * share, ns: from.ns + (to.ns - from.ns) * share, z };
}
