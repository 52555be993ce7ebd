import type { Day } from '../live/day.ts';
import { isOnline, type Player, vitalShare } from '../live/player.ts';
import type { ColumnKey } from './search.ts';

export interface Column {
  label: string;
  /** What the heading stands for, where that is not plain. */
  title?: string;
  number?: boolean;
  /** The order that the first press gives. */
  firstDescending?: boolean;
  /** Left out where the page is narrow: 1 goes first. */
  spare?: 1 | 2 | 3;
  /** What the order goes by, and what a spreadsheet gets; null is unknown, and comes last either way. */
  value: (player: Player, day: Day | null) => string | number | null;
}

const ONLINE_SECONDS = /^(?:(\d+)\.)?(\d+):(\d{2}):(\d{2})$/;

export const COLUMNS: Readonly<Record<ColumnKey, Column>> = {
  name: { label: 'Name', value: (player) => player.name },
  state: { label: 'State', value: (player) => (isOnline(player) ? player.state : null) },
  level: { label: 'Level', number: true, firstDescending: true, value: (player) => player.level },
  where: { label: 'Where', value: (player) => player.nearby?.place.name ?? null },
  kph: count('K/h', 'Kills an hour, as the plugin counts', (player) =>
    isOnline(player) ? (player.totals?.killsPerHour ?? null) : null,
  ),
  hour: {
    label: 'Last hour',
    title: 'Kills an hour over the last hour; ordered by kills an hour now',
    firstDescending: true,
    spare: 3,
    value: (player) => (isOnline(player) ? (player.totals?.killsPerHour ?? null) : null),
  },
  session: count('Session', 'Kills of the session that runs now', (player) =>
    isOnline(player) ? (player.totals?.kills ?? null) : null,
  ),
  today: count('Today', 'Kills since midnight', (player, day) =>
    day === null ? null : (day.byName.get(player.name)?.kills ?? 0),
  ),
  kills: count('Kills', 'Of all sessions', totalKills),
  raresToday: count('Rares today', 'Rares found since midnight', (player, day) =>
    day === null ? null : (day.byName.get(player.name)?.rares ?? 0),
  ),
  rares: count(
    'Rares',
    'Of all sessions',
    (player) => player.totals?.totalRares ?? player.known?.totalRares ?? null,
  ),
  deaths: count('Deaths', 'Of its life', totalDeaths),
  tapers: {
    label: 'Tapers',
    title: 'Prismatic tapers left',
    number: true,
    value: (player) => player.totals?.tapers ?? null,
  },
  vitals: {
    label: 'Health · Stamina · Mana',
    title: 'Ordered by health',
    value: (player) => (isOnline(player) ? vitalShare(player, 'health') : null),
  },
  vitae: count('Vitae', 'Percent lost to death', (player) =>
    isOnline(player) ? (player.vitals?.vitae ?? null) : null,
  ),
  online: {
    ...count('Online', 'How long its session runs', (player) =>
      isOnline(player) ? onlineSeconds(player) : null,
    ),
    spare: 2,
  },
  latency: {
    ...count('Latency', 'From the game to its server', (player) =>
      isOnline(player) ? (player.totals?.latencyMs ?? null) : null,
    ),
    spare: 1,
  },
  tag: { label: 'Tag', value: (player) => (player.tag === '' ? null : player.tag) },
  // By tens of seconds: who reports every two seconds is not to change places all the time.
  seen: count('Seen', 'Since it was last heard of', (player) =>
    player.seenAtMs === null ? null : Math.floor(player.seenAtMs / 10_000),
  ),
};

function count(label: string, title: string, value: Column['value']): Column {
  return { label, title, number: true, firstDescending: true, value };
}

export function totalKills(player: Player): number | null {
  return player.totals?.totalKills ?? player.known?.totalKills ?? null;
}

export function totalDeaths(player: Player): number | null {
  return player.totals?.totalDeaths ?? player.known?.totalDeaths ?? null;
}

function onlineSeconds(player: Player): number | null {
  const match = ONLINE_SECONDS.exec(player.totals?.onlineTime ?? '');
  if (match === null) return null;
  const [, days, hours, minutes, seconds] = match;
  return ((Number(days ?? 0) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
