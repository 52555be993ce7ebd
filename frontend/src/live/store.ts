import { colourOf } from './colours.ts';
import { isIndoors } from './coordinates.ts';
import { isJump, type Motion, nextMotion, progress, standAt } from './motion.ts';
import { nearestPlace, type Place, townDistance } from './places.ts';
import type { Player } from './player.ts';
import type { Fix, LivePlayer, Totals, Vitals } from './protocol.ts';
import type { KnownCharacter } from './roster.ts';
import {
  type Activity,
  deriveState,
  type Freshness,
  firstActivity,
  freshness,
  needsAttention,
  noteDeath,
  noteReport,
} from './state.ts';
import { Trail } from './trail.ts';
import type { KnownTrail } from './trails.ts';

/** Everything about one character that is no number of the drawing. */
interface Slot {
  name: string;
  tag: string;
  vtState: string;
  indoors: boolean;
  activity: Activity | null;
  totals: Totals | null;
  vitals: Vitals | null;
  known: KnownCharacter | null;
  trail: Trail;
  view: Player | null;
}

const FIRST_CAPACITY = 64;
/** The server's trail has a point each five seconds; one this near to an own point tells nothing new. */
const TRAIL_GAP_SECONDS = 8;

/**
 * Who is where now. The map reads positions from here every frame, without making an object; lists read immutable
 * views through subscribe/list/player, refreshed by tick() and not by the reports themselves.
 */
export class LiveStore {
  private readonly slots: Slot[] = [];
  private readonly byName = new Map<string, number>();
  private readonly dirty = new Set<number>();
  private readonly listeners = new Set<() => void>();
  private places: readonly Place[] = [];
  private views: readonly Player[] = [];
  /** When the store was made; trails count their seconds from here. */
  readonly bornMs: number;

  // One element a slot. A motion is from (0, 1) to (2, 3), begun at 4, lasting 5.
  private motions = new Float64Array(FIRST_CAPACITY * 6);
  private seen = new Float64Array(FIRST_CAPACITY).fill(-Infinity);
  private headings = new Float32Array(FIRST_CAPACITY).fill(Number.NaN);
  private placed = new Uint8Array(FIRST_CAPACITY);

  constructor(nowMs: number) {
    this.bornMs = nowMs;
  }

  /** How many characters there are; slots run from 0 to size - 1 and keep their character for ever. */
  get size(): number {
    return this.slots.length;
  }

  // What the map reads each frame.

  /** Whether the slot has a position that belongs on the map. */
  isPlaced(slot: number): boolean {
    return this.placed[slot] === 1;
  }

  /** Where the slot's marker is at a moment, east–west. */
  ewAt(slot: number, nowMs: number): number {
    const m = this.motions;
    const at = slot * 6;
    const t = progress(m[at + 4] ?? 0, m[at + 5] ?? 1, nowMs);
    return (m[at] ?? 0) + ((m[at + 2] ?? 0) - (m[at] ?? 0)) * t;
  }

  nsAt(slot: number, nowMs: number): number {
    const m = this.motions;
    const at = slot * 6;
    const t = progress(m[at + 4] ?? 0, m[at + 5] ?? 1, nowMs);
    return (m[at + 1] ?? 0) + ((m[at + 3] ?? 0) - (m[at + 1] ?? 0)) * t;
  }

  /** Direction of travel in degrees, 0 = north, clockwise; NaN when unknown. */
  heading(slot: number): number {
    return this.headings[slot] ?? Number.NaN;
  }

  /** Whether the marker is between two positions. */
  isMoving(slot: number, nowMs: number): boolean {
    const m = this.motions;
    const at = slot * 6;
    if (nowMs >= (m[at + 4] ?? 0) + (m[at + 5] ?? 1) + 50) return false;
    return m[at] !== m[at + 2] || m[at + 1] !== m[at + 3];
  }

  ageMs(slot: number, nowMs: number): number {
    return nowMs - (this.seen[slot] ?? -Infinity);
  }

  trail(slot: number): Trail | null {
    return this.slots[slot]?.trail ?? null;
  }

  // What lists read.

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** All characters, in the order in which they were first heard of. The same array until something changed. */
  readonly list = (): readonly Player[] => this.views;

  readonly player = (name: string): Player | null => {
    const slot = this.byName.get(name);
    return slot === undefined ? null : (this.slots[slot]?.view ?? null);
  };

  view(slot: number): Player | null {
    return this.slots[slot]?.view ?? null;
  }

  // What is reported.

  setPlaces(places: readonly Place[]): void {
    this.places = places;
    for (let i = 0; i < this.slots.length; i++) this.dirty.add(i);
  }

  /** One telemetry frame. */
  noteFix(fix: Fix, nowMs: number): void {
    const at = this.slotOf(fix.name);
    this.applyFix(at, fix, nowMs, nowMs);
  }

  noteVitals(name: string, vitals: Vitals, nowMs: number): void {
    const at = this.slotOf(name);
    const slot = this.slots[at];
    if (slot === undefined) return;
    slot.vitals = vitals;
    this.seen[at] = Math.max(this.seen[at] ?? 0, nowMs);
    this.dirty.add(at);
  }

  noteDeath(name: string, nowMs: number): void {
    const at = this.slotOf(name);
    const slot = this.slots[at];
    if (slot?.activity == null) return;
    slot.activity = noteDeath(slot.activity, nowMs);
    this.dirty.add(at);
  }

  /**
   * The answer of /live or a snapshot frame. Counters come from here. Positions and vitals do only with `whole`, after
   * a start or a gap, and for characters not yet heard of: otherwise the frames are the one source of them.
   * `ageMs` tells how old a player's last report is.
   */
  notePlayers(
    players: readonly LivePlayer[],
    options: { whole: boolean; totals: boolean; ageMs: (player: LivePlayer) => number },
    nowMs: number,
  ): void {
    for (const player of players) {
      const at = this.slotOf(player.fix.name);
      const slot = this.slots[at];
      if (slot === undefined) continue;
      if (options.totals || slot.totals === null) slot.totals = player.totals;
      const seenMs = nowMs - Math.max(0, options.ageMs(player));
      if (options.whole || slot.activity === null) {
        this.applyFix(at, player.fix, nowMs, seenMs);
        if (slot.vitals === null || options.whole) slot.vitals = player.vitals;
      }
      // Frames do not tell where one who came online indoors was last outside.
      const { outdoorEw, outdoorNs } = player.fix;
      if (this.placed[at] === 0 && outdoorEw !== null && outdoorNs !== null) {
        this.writeMotion(at, standAt(outdoorEw, outdoorNs, nowMs));
        this.placed[at] = 1;
      }
      this.dirty.add(at);
    }
  }

  /** The answer of /trails: the ways of those who are known already. `toOwnMs` turns the server's clock into ours. */
  noteTrails(trails: readonly KnownTrail[], toOwnMs: (serverMs: number) => number): void {
    for (const { name, points } of trails) {
      const slot = this.slots[this.byName.get(name) ?? -1];
      slot?.trail.fill(
        points.map(({ atMs, ew, ns }) => ({ ew, ns, at: (toOwnMs(atMs) - this.bornMs) / 1000 })),
        TRAIL_GAP_SECONDS,
      );
    }
  }

  /** The answer of /characters. */
  noteRoster(
    known: readonly KnownCharacter[],
    ageMs: (known: KnownCharacter) => number,
    nowMs: number,
  ): void {
    for (const character of known) {
      const at = this.slotOf(character.name);
      const slot = this.slots[at];
      if (slot === undefined) continue;
      slot.known = character;
      if (slot.tag === '') slot.tag = character.tag;
      if (slot.activity === null) {
        const seenMs = nowMs - ageMs(character);
        if (Number.isFinite(seenMs)) this.seen[at] = seenMs;
        if (character.ew !== null && character.ns !== null && this.placed[at] === 0) {
          this.writeMotion(at, standAt(character.ew, character.ns, nowMs));
          this.placed[at] = 1;
        }
      }
      this.dirty.add(at);
    }
  }

  /** Brings the views up to date; `sweep` also ages those of whom nothing was heard. Tells listeners of a change. */
  tick(nowMs: number, sweep: boolean): void {
    let changed = false;
    for (let at = 0; at < this.slots.length; at++) {
      const slot = this.slots[at];
      if (slot === undefined || !(sweep || this.dirty.has(at))) continue;
      const view = this.makeView(slot, at, nowMs);
      if (slot.view !== null && !this.dirty.has(at) && sameStanding(slot.view, view)) continue;
      slot.view = view;
      changed = true;
    }
    this.dirty.clear();
    if (!changed) return;
    this.views = this.slots.map((slot) => slot.view).filter((view) => view !== null);
    for (const listener of this.listeners) listener();
  }

  private applyFix(at: number, fix: Fix, nowMs: number, seenMs: number): void {
    const slot = this.slots[at];
    if (slot === undefined) return;
    this.dirty.add(at);
    this.seen[at] = Math.max(this.seen[at] ?? -Infinity, seenMs);
    slot.vtState = fix.vtState;
    if (fix.tag !== '') slot.tag = fix.tag;
    slot.indoors = isIndoors(fix.landcell);
    if (fix.heading !== null) this.headings[at] = fix.heading;
    if (slot.indoors && this.placed[at] === 0 && fix.outdoorEw !== null && fix.outdoorNs !== null) {
      this.writeMotion(at, standAt(fix.outdoorEw, fix.outdoorNs, nowMs));
      this.placed[at] = 1;
    }
    const hadPlace = this.placed[at] === 1;
    const before = this.readMotion(at);
    // Inside, coordinates are the dungeon's own and mean nothing out here: the last place outdoors stays.
    const outdoors = !slot.indoors && fix.ew !== null && fix.ns !== null;
    const ew = outdoors ? (fix.ew ?? 0) : before.toEw;
    const ns = outdoors ? (fix.ns ?? 0) : before.toNs;
    const jumped = hadPlace && isJump(ew - before.toEw, ns - before.toNs);
    if (outdoors) {
      this.writeMotion(at, hadPlace ? nextMotion(before, ew, ns, nowMs) : standAt(ew, ns, nowMs));
      this.placed[at] = 1;
      if (fix.heading === null && hadPlace && !jumped)
        this.noteCourse(at, ew - before.toEw, ns - before.toNs);
      slot.trail.add(ew, ns, (nowMs - this.bornMs) / 1000);
    }
    const report = {
      ew,
      ns,
      kills: fix.kills,
      killsPerHour: fix.killsPerHour,
      totalDeaths: fix.totalDeaths,
      vtState: fix.vtState,
      jumped,
    };
    slot.activity =
      slot.activity === null ? firstActivity(report, nowMs) : noteReport(slot.activity, report, nowMs);
  }

  /** Without a heading from the plugin the way it moves is the way it looks. */
  private noteCourse(at: number, dEw: number, dNs: number): void {
    if (dEw * dEw + dNs * dNs < 1e-5) return;
    this.headings[at] = (Math.atan2(dEw, dNs) * 180) / Math.PI;
  }

  private makeView(slot: Slot, at: number, nowMs: number): Player {
    const hasPlace = this.placed[at] === 1;
    const ew = this.motions[at * 6 + 2] ?? 0;
    const ns = this.motions[at * 6 + 3] ?? 0;
    const seenMs = this.seen[at] ?? -Infinity;
    const fresh: Freshness = slot.activity === null ? 'gone' : freshness(nowMs - seenMs);
    const derived =
      slot.activity === null
        ? { state: 'idle' as const, sinceMs: null }
        : deriveState(
            slot.activity,
            {
              vtState: slot.vtState,
              indoors: slot.indoors,
              townDistance: hasPlace ? townDistance(this.places, ew, ns) : Infinity,
            },
            nowMs,
          );
    return {
      slot: at,
      name: slot.name,
      tag: slot.tag,
      colour: colourOf(slot.name),
      level: slot.known?.level ?? null,
      state: derived.state,
      sinceMs: derived.sinceMs,
      attention: needsAttention(derived, fresh, nowMs),
      freshness: fresh,
      seenAtMs: Number.isFinite(seenMs) ? seenMs : null,
      ew: hasPlace ? ew : null,
      ns: hasPlace ? ns : null,
      nearby: hasPlace ? nearestPlace(this.places, ew, ns) : null,
      vtState: slot.vtState,
      totals: slot.totals,
      vitals: slot.vitals,
      known: slot.known,
    };
  }

  private slotOf(name: string): number {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const at = this.slots.length;
    if (at >= this.placed.length) this.grow();
    this.slots.push({
      name,
      tag: '',
      vtState: '',
      indoors: false,
      activity: null,
      totals: null,
      vitals: null,
      known: null,
      trail: new Trail(),
      view: null,
    });
    this.byName.set(name, at);
    return at;
  }

  private grow(): void {
    const capacity = this.placed.length * 2;
    const motions = new Float64Array(capacity * 6);
    motions.set(this.motions);
    const seen = new Float64Array(capacity).fill(-Infinity);
    seen.set(this.seen);
    const headings = new Float32Array(capacity).fill(Number.NaN);
    headings.set(this.headings);
    const placed = new Uint8Array(capacity);
    placed.set(this.placed);
    this.motions = motions;
    this.seen = seen;
    this.headings = headings;
    this.placed = placed;
  }

  private readMotion(at: number): Motion {
    const m = this.motions;
    const i = at * 6;
    return {
      fromEw: m[i] ?? 0,
      fromNs: m[i + 1] ?? 0,
      toEw: m[i + 2] ?? 0,
      toNs: m[i + 3] ?? 0,
      startMs: m[i + 4] ?? 0,
      intervalMs: m[i + 5] ?? 1,
    };
  }

  private writeMotion(at: number, motion: Motion): void {
    const { fromEw, fromNs, toEw, toNs, startMs, intervalMs } = motion;
    this.motions.set([fromEw, fromNs, toEw, toNs, startMs, intervalMs], at * 6);
  }
}

/** Whether time alone has changed nothing that a list shows. */
function sameStanding(a: Player, b: Player): boolean {
  return a.state === b.state && a.freshness === b.freshness && a.attention === b.attention;
}
