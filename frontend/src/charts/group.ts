import type { components } from '../api/schema.d.ts';
import type { LineColour, Panel } from './stack.ts';

type History = components['schemas']['History'];
type Values = (number | null)[];

/** Several characters' telemetry on one axis of time. */
export interface Group {
  /** Unix seconds, a whole step apart. */
  t: number[];
  members: readonly { name: string; columns: Record<ChartKey, Values> }[];
}

export const CHART_KEYS = [
  'kills_per_hour',
  'rares_found',
  'deaths',
  'prismatic_taper_count',
  'latency_ms',
  'mem_mb',
  'cpu_pct',
] as const;
export type ChartKey = (typeof CHART_KEYS)[number];

interface Kind {
  label: string;
  unit?: string;
  height: number;
  /** Together they are added; else their mean is meant. */
  added: boolean;
  /** A count of the session: what it rose by is added up from the left edge. */
  counter?: boolean;
  colour: LineColour;
}

export const KINDS: Record<ChartKey, Kind> = {
  kills_per_hour: { label: 'Kills / h', height: 150, added: true, colour: 'accent' },
  rares_found: { label: 'Rares found', height: 72, added: true, counter: true, colour: 'rare' },
  deaths: { label: 'Deaths', height: 72, added: true, counter: true, colour: 'warn' },
  prismatic_taper_count: { label: 'Tapers', height: 72, added: true, colour: 'gold' },
  latency_ms: { label: 'Latency', unit: 'ms', height: 84, added: false, colour: 'info' },
  mem_mb: { label: 'Memory', unit: 'MB', height: 72, added: false, colour: 'text2' },
  cpu_pct: { label: 'Processor', unit: '%', height: 72, added: false, colour: 'text2' },
};

/** Lays histories of one step over one another. Counts are what they rose by since the first point. */
export function groupOf(histories: readonly { name: string; history: History }[]): Group {
  const times = new Set<number>();
  for (const { history } of histories) for (const at of history.t ?? []) times.add(at);
  const t = [...times].sort((a, b) => a - b);
  const place = new Map(t.map((at, i) => [at, i]));
  const members = histories.map(({ name, history }) => {
    const columns = Object.fromEntries(
      CHART_KEYS.map((key) => {
        const values: Values = new Array(t.length).fill(null);
        const column = KINDS[key].counter ? risen(history[key] ?? []) : (history[key] ?? []);
        for (const [i, at] of (history.t ?? []).entries()) {
          const index = place.get(at);
          if (index !== undefined) values[index] = column[i] ?? null;
        }
        return [key, values];
      }),
    ) as Record<ChartKey, Values>;
    return { name, columns };
  });
  return { t, members };
}

/** A counter that begins anew with every session, as the sum of what it rose by. */
export function risen(counts: Values): Values {
  let last: number | null = null;
  let sum = 0;
  return counts.map((count) => {
    if (count === null) return null;
    if (last !== null) sum += count >= last ? count - last : count;
    last = count;
    return sum;
  });
}

/** All members as one: added up, or their mean. A counter stays at its last height while nothing is heard. */
export function together(group: Group, key: ChartKey): Values {
  const { added, counter } = KINDS[key];
  const held: Values = group.members.map(() => null);
  return group.t.map((_, i) => {
    let sum = 0;
    let known = 0;
    for (const [m, { columns }] of group.members.entries()) {
      const value = columns[key][i] ?? (counter ? (held[m] ?? null) : null);
      if (value === null) continue;
      held[m] = value;
      sum += value;
      known += 1;
    }
    if (known === 0) return null;
    return added ? sum : sum / known;
  });
}

/** So many lines can be told apart in one panel. */
export const MOST_EACH = 8;
const COLOURS: readonly LineColour[] = ['accent', 'gold', 'info', 'rare', 'warn', 'text2', 'accent', 'gold'];

/** Panels of a group: one line for all of it, or one for each member. */
export function panelsOf(group: Group, keys: readonly ChartKey[], each: boolean): Panel[] {
  return keys.map((key) => {
    const { label, unit, height, colour } = KINDS[key];
    return {
      label,
      ...(each && { title: label }),
      ...(unit !== undefined && { unit }),
      height,
      lines: each
        ? group.members.map(({ name, columns }, i) => ({
            label: name,
            values: columns[key],
            colour: COLOURS[i] ?? 'text2',
            dashed: i >= 6,
          }))
        : [{ label, values: together(group, key), colour, filled: key === 'kills_per_hour' }],
    };
  });
}
