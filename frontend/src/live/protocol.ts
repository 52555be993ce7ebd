import { type LiveAlert, readLiveAlert } from '../alerts/fresh.ts';

/** What the server says on /ws/live and /live, read once and made safe: numbers are numbers or null. */

type Json = Record<string, unknown>;

/** One character's telemetry: where it is and what it does. */
export interface Fix {
  name: string;
  ew: number | null;
  ns: number | null;
  /** The last position outdoors of one who is inside; only /live and snapshots have it. */
  outdoorEw: number | null;
  outdoorNs: number | null;
  heading: number | null;
  landcell: number | null;
  kills: number | null;
  killsPerHour: number | null;
  totalDeaths: number | null;
  vtState: string;
  tag: string;
}

export interface Vital {
  current: number | null;
  max: number | null;
}

export interface Vitals {
  health: Vital;
  stamina: Vital;
  mana: Vital;
  /** Percent lost to death. */
  vitae: number | null;
}

/** The counters of /live. */
export interface Totals {
  kills: number | null;
  killsPerHour: number | null;
  onlineTime: string;
  deaths: number | null;
  totalDeaths: number | null;
  tapers: number | null;
  sessionRares: number | null;
  totalKills: number | null;
  totalRares: number | null;
  latencyMs: number | null;
  server: string;
}

/** One player of /live or of a snapshot frame. */
export interface LivePlayer {
  fix: Fix;
  vitals: Vitals;
  totals: Totals;
  lastSeen: string;
}

export type CommandState = 'queued' | 'sent' | 'answered' | 'failed';

export type LiveEvent =
  | { kind: 'telemetry'; fix: Fix }
  | { kind: 'vitals'; name: string; vitals: Vitals }
  | { kind: 'death'; name: string; killer: string; at: string }
  | { kind: 'rare'; name: string; item: string; at: string }
  | { kind: 'chat'; name: string; text: string; color: number; at: string }
  | { kind: 'snapshot'; players: LivePlayer[] }
  | { kind: 'inventory'; name: string; at: string }
  | { kind: 'alert'; alert: LiveAlert }
  | { kind: 'gap'; dropped: number }
  | { kind: 'command'; id: string; state: CommandState; why: string };

/** A number from a number or from the plugin's text ("1,234"); anything else is unknown. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const text = value.trim().replaceAll(',', '');
  if (text === '') return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readFix(raw: Json, name: string): Fix {
  return {
    name,
    ew: toNumber(raw.ew),
    ns: toNumber(raw.ns),
    outdoorEw: toNumber(raw.outdoor_ew),
    outdoorNs: toNumber(raw.outdoor_ns),
    heading: toNumber(raw.heading),
    landcell: toNumber(raw.landcell),
    kills: toNumber(raw.kills),
    killsPerHour: toNumber(raw.kills_per_hour),
    totalDeaths: toNumber(raw.total_deaths),
    vtState: toText(raw.vt_state),
    tag: toText(raw.char_tag),
  };
}

function readVital(raw: Json, name: string): Vital {
  return { current: toNumber(raw[`${name}_current`]), max: toNumber(raw[`${name}_max`]) };
}

function readVitals(raw: Json): Vitals {
  return {
    health: readVital(raw, 'health'),
    stamina: readVital(raw, 'stamina'),
    mana: readVital(raw, 'mana'),
    vitae: toNumber(raw.vitae),
  };
}

/** One element of /live's players; null when it names nobody. */
export function readPlayer(raw: unknown): LivePlayer | null {
  if (!isRecord(raw)) return null;
  const name = toText(raw.character_name);
  if (name === '') return null;
  return {
    fix: readFix(raw, name),
    vitals: readVitals(raw),
    totals: {
      kills: toNumber(raw.kills),
      killsPerHour: toNumber(raw.kills_per_hour),
      onlineTime: toText(raw.onlinetime),
      deaths: toNumber(raw.deaths),
      totalDeaths: toNumber(raw.total_deaths),
      tapers: toNumber(raw.prismatic_taper_count),
      sessionRares: toNumber(raw.session_rares ?? raw.rares_found),
      totalKills: toNumber(raw.total_kills),
      totalRares: toNumber(raw.total_rares),
      latencyMs: toNumber(raw.latency_ms),
      server: toText(raw.server),
    },
    lastSeen: toText(raw.last_seen) || toText(raw.timestamp),
  };
}

export function readPlayers(raw: unknown): LivePlayer[] {
  if (!isRecord(raw) || !Array.isArray(raw.players)) return [];
  return raw.players.map(readPlayer).filter((player) => player !== null);
}

const COMMAND_STATES: readonly string[] = ['queued', 'sent', 'answered', 'failed'];

/** One event; null for kinds that this page does not show. */
export function readEvent(raw: unknown): LiveEvent | null {
  if (!isRecord(raw)) return null;
  const name = toText(raw.character_name);
  const at = toText(raw.timestamp);
  switch (raw.type) {
    case undefined:
    case 'telemetry':
      // Telemetry travels without a type: the original's counters came from the poll alone.
      return name === '' ? null : { kind: 'telemetry', fix: readFix(raw, name) };
    case 'vitals':
      return name === '' ? null : { kind: 'vitals', name, vitals: readVitals(raw) };
    case 'full_inventory':
    case 'inventory_delta':
      return name === '' ? null : { kind: 'inventory', name, at };
    case 'death':
      return name === '' ? null : { kind: 'death', name, killer: toText(raw.killer), at };
    case 'rare':
      return name === '' ? null : { kind: 'rare', name, item: toText(raw.name), at };
    case 'chat':
      return name === ''
        ? null
        : { kind: 'chat', name, text: toText(raw.text), color: toNumber(raw.color) ?? 0, at };
    case 'snapshot':
      return { kind: 'snapshot', players: readPlayers(raw) };
    case 'alert': {
      const alert = readLiveAlert(raw);
      return alert === null ? null : { kind: 'alert', alert };
    }
    case 'gap':
      return { kind: 'gap', dropped: toNumber(raw.dropped) ?? 0 };
    case 'command_status': {
      const state = toText(raw.state);
      if (!COMMAND_STATES.includes(state)) return null;
      return { kind: 'command', id: toText(raw.id), state: state as CommandState, why: toText(raw.why) };
    }
    default:
      return null;
  }
}

/** All events of one text frame, batches opened. A frame that is no JSON holds none. */
export function readFrame(text: string): LiveEvent[] {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return [];
  }
  if (isRecord(raw) && raw.type === 'batch' && Array.isArray(raw.events)) {
    return raw.events.map(readEvent).filter((event) => event !== null);
  }
  const event = readEvent(raw);
  return event === null ? [] : [event];
}

const HEARD = ['telemetry', 'vitals', 'rare', 'death', 'chat', 'command_status', 'alert', 'gap'];

/** What a page says that it wants to hear; what only some pages want comes on top. */
export function subscription(more: readonly string[] = [], snapshot = true) {
  return { type: 'subscribe', message_types: [...HEARD, ...more], batch_ms: 50, snapshot };
}

export const SUBSCRIBE = JSON.stringify(subscription());

/** The events that say that an inventory is another one now. */
export const INVENTORY_EVENTS: readonly string[] = ['full_inventory', 'inventory_delta'];
