import { expect, it } from 'vitest';
import type { Player } from '../live/player.ts';
import { groupPlayers } from './groups.ts';
import { nearestSnap, nextSnap, snapHeights } from './snaps.ts';

function player(name: string, more: Partial<Player> = {}, killsPerHour: number | null = null): Player {
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
      onlineTime: '',
      deaths: 1,
      totalDeaths: 1,
      tapers: 0,
      sessionRares: 2,
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

const guild = [
  player('Slow', {}, 100),
  player('Quick', {}, 400),
  player('Cael', { state: 'dead', attention: true }),
  player('Nim', { state: 'town' }),
  player('Gone', { freshness: 'gone', attention: false }),
  player('Lost', { freshness: 'stale', seenAtMs: 9_000_000 }),
];

it('puts everybody in one group, those who need someone first and the absent last', () => {
  expect(groupPlayers(guild).map(({ key, names }) => [key, names])).toEqual([
    ['attention', ['Cael']],
    ['hunting', ['Quick', 'Slow']],
    ['town', ['Nim']],
    ['offline', ['Lost', 'Gone']],
  ]);
});

it('lets a sheet rest at the nearest height, or goes on with a clear pull', () => {
  const heights = snapHeights(800);
  expect(heights).toEqual({ peek: 132, half: 416, full: 728 });
  expect(nearestSnap(heights, 430, 10)).toBe('half');
  expect(nearestSnap(heights, 200, 60)).toBe('half');
  expect(nearestSnap(heights, 400, -60)).toBe('peek');
  expect(nearestSnap(heights, 600, 20)).toBe('full');
  expect([nextSnap('peek'), nextSnap('half'), nextSnap('full')]).toEqual(['half', 'full', 'peek']);
});

it('never makes a sheet higher than its room', () => {
  expect(snapHeights(160)).toEqual({ peek: 132, half: 83, full: 132 });
});
