import type { Day } from '../live/day.ts';
import { isOnline, type Player } from '../live/player.ts';
import { COLUMNS } from './columns.ts';
import type { Scope, Sort } from './search.ts';

/** Whether a player belongs to a part of the guild. */
export function inScope(player: Player, scope: Scope): boolean {
  switch (scope) {
    case 'all':
      return true;
    case 'online':
      return isOnline(player);
    case 'offline':
      return !isOnline(player);
    case 'attention':
      return player.attention;
    case 'hunting':
    case 'town':
      return isOnline(player) && player.state === scope;
  }
}

/** The names in order: those who need someone on top, then by the column; unknown values last, equal ones by name. */
export function orderPlayers(players: readonly Player[], sort: Sort, day: Day | null): string[] {
  const { value } = COLUMNS[sort.key];
  const keyed = players.map((player) => ({ player, value: fold(value(player, day)) }));
  keyed.sort((a, b) => {
    if (a.player.attention !== b.player.attention) return a.player.attention ? -1 : 1;
    const byValue = compareValues(a.value, b.value, sort.descending);
    return byValue !== 0 ? byValue : compareNames(a.player.name, b.player.name);
  });
  return keyed.map(({ player }) => player.name);
}

/** Words are ordered without regard to capitals. */
function fold(value: string | number | null): string | number | null {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function compareValues(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How many names stand elsewhere in the newer order. */
export function moved(order: readonly string[], fresh: readonly string[]): number {
  return fresh.filter((name, at) => order[at] !== name).length;
}
