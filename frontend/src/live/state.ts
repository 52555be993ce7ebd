/** What a character is doing, from what its plugin tells. Pure: the same reports give the same state. */

export type CharacterState = 'hunting' | 'travelling' | 'indoors' | 'town' | 'idle' | 'dead';
export type Freshness = 'fresh' | 'dim' | 'stale' | 'gone';

const HUNT_MEMORY_MS = 3 * 60_000;
const TRAVEL_WINDOW_MS = 30_000;
const TRAVEL_UNITS = 0.5;
const MOVE_UNITS = 0.02;
const TOWN_UNITS = 1.5;
const REVIVED_UNITS = 0.4;
export const IDLE_ATTENTION_MS = 5 * 60_000;
export const DIM_AFTER_MS = 15_000;
export const STALE_AFTER_MS = 60_000;
export const GONE_AFTER_MS = 10 * 60_000;

/** What has to be remembered of a character between reports. Times are milliseconds of one clock. */
export interface Activity {
  firstSeenMs: number;
  lastKillMs: number | null;
  lastMoveMs: number | null;
  deadSinceMs: number | null;
  kills: number | null;
  totalDeaths: number | null;
  /** Where the travel window began. */
  anchorEw: number;
  anchorNs: number;
  anchorMs: number;
  travelling: boolean;
  /** Where it stood after dying. */
  reviveEw: number | null;
  reviveNs: number | null;
}

export interface Report {
  ew: number;
  ns: number;
  kills: number | null;
  killsPerHour: number | null;
  totalDeaths: number | null;
  vtState: string;
  jumped: boolean;
}

const FIGHTING = /combat|attack|cast|loot|hunt|melee|missile|magic|war/i;
const RUNNING = /nav|route|travel/i;

export function firstActivity(report: Report, nowMs: number): Activity {
  const busy =
    FIGHTING.test(report.vtState) || (RUNNING.test(report.vtState) && (report.killsPerHour ?? 0) > 0);
  return {
    firstSeenMs: nowMs,
    lastKillMs: busy ? nowMs : null,
    lastMoveMs: null,
    deadSinceMs: null,
    kills: report.kills,
    totalDeaths: report.totalDeaths,
    anchorEw: report.ew,
    anchorNs: report.ns,
    anchorMs: nowMs,
    travelling: !busy && RUNNING.test(report.vtState),
    reviveEw: null,
    reviveNs: null,
  };
}

/** Takes one report in. */
export function noteReport(activity: Activity, report: Report, nowMs: number): Activity {
  const next = { ...activity };
  const killed = report.kills !== null && activity.kills !== null && report.kills > activity.kills;
  const died =
    report.totalDeaths !== null && activity.totalDeaths !== null && report.totalDeaths > activity.totalDeaths;
  if (report.kills !== null) next.kills = report.kills;
  if (report.totalDeaths !== null) next.totalDeaths = report.totalDeaths;
  if (killed) next.lastKillMs = nowMs;

  const moved = Math.hypot(report.ew - activity.anchorEw, report.ns - activity.anchorNs);
  if (moved > MOVE_UNITS) next.lastMoveMs = nowMs;
  if (report.jumped || nowMs - activity.anchorMs >= TRAVEL_WINDOW_MS) {
    next.travelling = !report.jumped && moved >= TRAVEL_UNITS;
    next.anchorEw = report.ew;
    next.anchorNs = report.ns;
    next.anchorMs = nowMs;
  } else if (moved >= TRAVEL_UNITS) {
    next.travelling = true;
  }

  if (died && activity.deadSinceMs === null) return noteDeath(next, nowMs);
  if (next.deadSinceMs !== null) {
    // Death ends in a jump to the lifestone; the character is back in play when it kills or walks off from there.
    if (report.jumped || next.reviveEw === null || next.reviveNs === null) {
      next.reviveEw = report.ew;
      next.reviveNs = report.ns;
    }
    const walked = Math.hypot(report.ew - next.reviveEw, report.ns - next.reviveNs);
    if (killed || walked > REVIVED_UNITS) next.deadSinceMs = null;
  }
  return next;
}

export function noteDeath(activity: Activity, nowMs: number): Activity {
  return { ...activity, deadSinceMs: activity.deadSinceMs ?? nowMs, reviveEw: null, reviveNs: null };
}

export interface Derived {
  state: CharacterState;
  /** Since when, where that is worth telling (dead, idle). */
  sinceMs: number | null;
}

export function deriveState(
  activity: Activity,
  at: { vtState: string; indoors: boolean; townDistance: number },
  nowMs: number,
): Derived {
  if (activity.deadSinceMs !== null) return { state: 'dead', sinceMs: activity.deadSinceMs };
  if (at.indoors) return { state: 'indoors', sinceMs: null };
  const hunted = activity.lastKillMs !== null && nowMs - activity.lastKillMs < HUNT_MEMORY_MS;
  if (hunted || FIGHTING.test(at.vtState)) return { state: 'hunting', sinceMs: null };
  if (activity.travelling) return { state: 'travelling', sinceMs: null };
  const quietSince = Math.max(activity.firstSeenMs, activity.lastKillMs ?? 0, activity.lastMoveMs ?? 0);
  if (at.townDistance <= TOWN_UNITS) return { state: 'town', sinceMs: quietSince };
  return { state: 'idle', sinceMs: quietSince };
}

export function freshness(ageMs: number): Freshness {
  if (ageMs > GONE_AFTER_MS) return 'gone';
  if (ageMs > STALE_AFTER_MS) return 'stale';
  return ageMs > DIM_AFTER_MS ? 'dim' : 'fresh';
}

/** Whether someone should look: dead, or idle in the wild for five minutes. */
export function needsAttention(derived: Derived, fresh: Freshness, nowMs: number): boolean {
  if (fresh === 'gone' || fresh === 'stale') return false;
  if (derived.state === 'dead') return true;
  return derived.state === 'idle' && derived.sinceMs !== null && nowMs - derived.sinceMs >= IDLE_ATTENTION_MS;
}
