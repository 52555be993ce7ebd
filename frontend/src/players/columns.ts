import { isOnline, type Player, vitalShare } from '../live/player.ts';
import type { ColumnKey } from './search.ts';

export interface Column {
  key: ColumnKey;
  label: string;
  /** What the heading stands for, where that is not plain. */
  title?: string;
  number?: boolean;
  /** The order that the first press gives. */
  firstDescending?: boolean;
  /** Left out where the page is narrow: 1 goes first. */
  spare?: 1 | 2;
  /** What the order goes by; null comes last either way. */
  value: (player: Player) => string | number | null;
}

const ONLINE_SECONDS = /^(?:(\d+)\.)?(\d+):(\d{2}):(\d{2})$/;

/** The columns of the table, which are also what the phone's list can be ordered by. */
export const COLUMNS: readonly Column[] = [
  { key: 'name', label: 'Name', value: (player) => player.name.toLowerCase() },
  { key: 'state', label: 'State', value: (player) => (isOnline(player) ? player.state : null) },
  { key: 'where', label: 'Where', value: (player) => player.nearby?.place.name ?? null },
  {
    key: 'kph',
    label: 'K/h',
    title: 'Kills an hour, as the plugin counts',
    number: true,
    firstDescending: true,
    value: (player) => (isOnline(player) ? (player.totals?.killsPerHour ?? null) : null),
  },
  {
    key: 'kills',
    label: 'Kills',
    title: 'Of all sessions',
    number: true,
    firstDescending: true,
    value: totalKills,
  },
  {
    key: 'deaths',
    label: 'Deaths',
    title: 'Of its life',
    number: true,
    firstDescending: true,
    value: totalDeaths,
  },
  {
    key: 'tapers',
    label: 'Tapers',
    title: 'Prismatic tapers left',
    number: true,
    value: (player) => player.totals?.tapers ?? null,
  },
  {
    key: 'vitals',
    label: 'Health · Stamina · Mana',
    value: (player) => (isOnline(player) ? vitalShare(player, 'health') : null),
  },
  {
    key: 'online',
    label: 'Online',
    number: true,
    firstDescending: true,
    spare: 2,
    value: (player) => (isOnline(player) ? onlineSeconds(player) : null),
  },
  {
    key: 'latency',
    label: 'Latency',
    title: 'From the game to its server',
    number: true,
    firstDescending: true,
    spare: 1,
    value: (player) => (isOnline(player) ? (player.totals?.latencyMs ?? null) : null),
  },
  {
    key: 'seen',
    label: 'Seen',
    number: true,
    firstDescending: true,
    // By tens of seconds: who reports every two seconds is not to change places all the time.
    value: (player) => (player.seenAtMs === null ? null : Math.floor(player.seenAtMs / 10_000)),
  },
];

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
