import { isOnline, type Player } from '../live/player.ts';

export interface Sums {
  killsPerHour: number;
  sessionRares: number;
  sessionDeaths: number;
}

/** What those who are online make together. */
export function sumOnline(players: readonly Player[]): Sums {
  const sums = { killsPerHour: 0, sessionRares: 0, sessionDeaths: 0 };
  for (const player of players) {
    if (!isOnline(player) || player.totals === null) continue;
    sums.killsPerHour += player.totals.killsPerHour ?? 0;
    sums.sessionRares += player.totals.sessionRares ?? 0;
    sums.sessionDeaths += player.totals.deaths ?? 0;
  }
  return sums;
}
