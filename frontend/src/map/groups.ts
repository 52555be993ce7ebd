import { isOnline, type Player } from '../live/player.ts';
import type { CharacterState } from '../live/state.ts';

export type GroupKey = 'attention' | CharacterState | 'offline';

export interface Group {
  key: GroupKey;
  title: string;
  /** The state whose shape stands before the title; null for the attention group. */
  state: CharacterState | null;
  names: string[];
}

const ORDER: readonly (readonly [GroupKey, string])[] = [
  ['attention', 'Attention'],
  ['hunting', 'Hunting'],
  ['travelling', 'Travelling'],
  ['indoors', 'Indoors'],
  ['town', 'Town'],
  ['idle', 'Idle'],
  ['dead', 'Dead'],
  ['offline', 'Offline'],
];

/**
 * The list beside the map: those who need someone first, then by what they do, best hunters on top, and at the end
 * those who are not there. Everybody is in one group. Empty groups are left out.
 */
export function groupPlayers(players: readonly Player[]): Group[] {
  const members = new Map<GroupKey, Player[]>();
  for (const player of players) {
    const key = groupOf(player);
    const list = members.get(key);
    if (list === undefined) members.set(key, [player]);
    else list.push(player);
  }
  return ORDER.flatMap(([key, title]) => {
    const list = members.get(key);
    if (list === undefined) return [];
    list.sort(key === 'offline' ? bySeen : byKills);
    const state = key === 'attention' || key === 'offline' ? null : key;
    return [{ key, title, state, names: list.map((player) => player.name) }];
  });
}

export function groupOf(player: Player): GroupKey {
  if (!isOnline(player)) return 'offline';
  return player.attention ? 'attention' : player.state;
}

function byKills(a: Player, b: Player): number {
  const difference = (b.totals?.killsPerHour ?? -1) - (a.totals?.killsPerHour ?? -1);
  return difference !== 0 ? difference : byName(a, b);
}

function bySeen(a: Player, b: Player): number {
  const difference = (b.seenAtMs ?? 0) - (a.seenAtMs ?? 0);
  // Within the same minute nobody is later than another: the order would only flicker.
  return Math.abs(difference) > 60_000 ? difference : byName(a, b);
}

export function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
