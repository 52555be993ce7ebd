import { colourOf } from '../live/colours.ts';
import type { Player } from '../live/player.ts';
import { Trail } from '../live/trail.ts';
import type { PastSightings } from './mapView.ts';
import { isPortal, lastPoint, type Past, type PastClock, type Spot, spotAt } from './past.ts';
import { TRAIL_SECONDS } from './trailLayer.ts';

/** Faster than this, in map units a minute, one is on the way somewhere. */
const TRAVEL_SPEED = 1;
/** A trail of the past shows this much; it fades as one of now does over its own length. */
const TRAIL_MS = 45 * 60_000;

/** The past as the map draws it: everybody where the clock of the replay says. */
export class PastStore implements PastSightings {
  readonly bornMs = 0;
  private readonly past: Past;
  private readonly clock: PastClock;
  private readonly bySlot: readonly string[];
  private readonly levelOf: (name: string) => number | null;
  private readonly trails: Trail[];
  private views: readonly (Player | null)[] = [];

  /** `levelOf` tells a character's level, where it is known. */
  constructor(past: Past, clock: PastClock, levelOf: (name: string) => number | null) {
    this.past = past;
    this.clock = clock;
    this.levelOf = levelOf;
    this.bySlot = past.tracks.map((track) => track.name);
    this.trails = past.tracks.map(() => new Trail());
  }

  get size(): number {
    return this.past.tracks.length;
  }

  tick(nowMs: number): void {
    const atMs = this.clock.at(nowMs);
    this.views = this.past.tracks.map((track, slot) => {
      const spot = spotAt(track, atMs, this.past.stepMs);
      return spot === null ? null : this.viewOf(slot, track.name, spot);
    });
    this.past.tracks.forEach((track, slot) => {
      const trail = this.trails[slot];
      if (trail === undefined) return;
      trail.length = 0;
      const last = lastPoint(track, atMs);
      const first = Math.max(0, lastPoint(track, atMs - TRAIL_MS));
      // The newest point is where the marker is going.
      for (let i = first; i <= Math.min(last + 1, track.at.length - 1); i++) {
        const [ew, ns, at] = [track.ew[i] ?? 0, track.ns[i] ?? 0, track.at[i] ?? 0];
        const before = Math.max(0, i - 1);
        const jumped = isPortal(
          ew - (track.ew[before] ?? 0),
          ns - (track.ns[before] ?? 0),
          at - (track.at[before] ?? 0),
        );
        trail.add(ew, ns, nowMs / 1000 - ((atMs - at) / TRAIL_MS) * TRAIL_SECONDS, jumped);
      }
    });
  }

  readonly list = (): readonly Player[] => this.views.filter((view) => view !== null);

  readonly player = (name: string): Player | null => this.views[this.bySlot.indexOf(name)] ?? null;

  view(slot: number): Player | null {
    return this.views[slot] ?? null;
  }

  isPlaced(slot: number): boolean {
    return (this.views[slot] ?? null) !== null;
  }

  ewAt(slot: number, nowMs: number): number {
    return this.spot(slot, nowMs)?.ew ?? 0;
  }

  nsAt(slot: number, nowMs: number): number {
    return this.spot(slot, nowMs)?.ns ?? 0;
  }

  heading(slot: number): number {
    return this.spot(slot, Date.now())?.heading ?? Number.NaN;
  }

  isMoving(): boolean {
    return this.clock.playing;
  }

  trail(slot: number): Trail | null {
    return this.trails[slot] ?? null;
  }

  private spot(slot: number, nowMs: number): Spot | null {
    const track = this.past.tracks[slot];
    // Infinity is where those of now are going; in the past it is where they are.
    const atMs = this.clock.at(Number.isFinite(nowMs) ? nowMs : Date.now());
    return track === undefined ? null : (spotAt(track, atMs, this.past.stepMs) ?? this.lastSpot(slot));
  }

  /** Between two pictures one may be gone already whom the last one still shows. */
  private lastSpot(slot: number): Spot | null {
    const view = this.views[slot];
    if (view == null || view.ew === null || view.ns === null) return null;
    return { ew: view.ew, ns: view.ns, speed: 0, heading: Number.NaN, ageMs: 0 };
  }

  private viewOf(slot: number, name: string, spot: Spot): Player {
    return {
      slot,
      name,
      tag: '',
      colour: colourOf(name),
      level: this.levelOf(name),
      // What one did then is not known, only whether he ran.
      state: spot.speed > TRAVEL_SPEED ? 'travelling' : 'hunting',
      sinceMs: null,
      attention: false,
      freshness: spot.ageMs > this.past.stepMs ? 'dim' : 'fresh',
      seenAtMs: null,
      ew: spot.ew,
      ns: spot.ns,
      nearby: null,
      vtState: '',
      totals: null,
      vitals: null,
      known: null,
    };
  }
}
