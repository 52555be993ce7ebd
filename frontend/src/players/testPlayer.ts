import type { Player } from '../live/player.ts';

/** A player for tests: online and hunting. */
export function testPlayer(name: string, killsPerHour: number | null, more: Partial<Player> = {}): Player {
  return {
    slot: 0,
    name,
    tag: '',
    colour: 0,
    level: null,
    state: 'hunting',
    sinceMs: null,
    attention: false,
    freshness: 'fresh',
    seenAtMs: 0,
    ew: null,
    ns: null,
    nearby: null,
    vtState: '',
    totals: {
      kills: 0,
      killsPerHour,
      onlineTime: '1.00:00:00',
      deaths: 0,
      totalDeaths: 0,
      tapers: 0,
      sessionRares: 0,
      totalKills: 0,
      totalRares: 0,
      latencyMs: 0,
      server: '',
    },
    vitals: null,
    known: null,
    ...more,
  };
}
