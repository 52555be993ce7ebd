import { describe, expect, it } from 'vitest';
import type { Player } from '../live/player.ts';
import { inScope, orderPlayers } from './order.ts';
import { rowWindow } from './rowWindow.ts';
import { readPlayersSearch, readSort, writeSort } from './search.ts';

function player(name: string, killsPerHour: number | null, more: Partial<Player> = {}): Player {
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

const guild = [
  player('Bryn', 100),
  player('Aldra', 400),
  player('Zeb', null),
  player('Cael', null, { attention: true, state: 'dead' }),
  player('Dace', 400),
];

describe('orderPlayers', () => {
  it.each([
    ['-kph', ['Cael', 'Aldra', 'Dace', 'Bryn', 'Zeb']],
    ['kph', ['Cael', 'Bryn', 'Aldra', 'Dace', 'Zeb']],
    ['name', ['Cael', 'Aldra', 'Bryn', 'Dace', 'Zeb']],
    ['-name', ['Cael', 'Zeb', 'Dace', 'Bryn', 'Aldra']],
  ])('by %s keeps the urgent on top and the unknown last', (text, names) => {
    const sort = readSort(text);
    expect(sort && orderPlayers(guild, sort)).toEqual(names);
  });
});

describe('inScope', () => {
  it.each([
    ['all', 5],
    ['online', 4],
    ['offline', 1],
    ['attention', 1],
    ['hunting', 3],
    ['town', 0],
  ] as const)('%s has %d', (scope, count) => {
    const some = guild.map((each) => (each.name === 'Zeb' ? { ...each, freshness: 'gone' as const } : each));
    expect(some.filter((each) => inScope(each, scope))).toHaveLength(count);
  });
});

describe('readPlayersSearch', () => {
  it.each([
    [{}, {}],
    [
      { q: 'ald', scope: 'offline', sort: '-kills' },
      { q: 'ald', scope: 'offline', sort: '-kills' },
    ],
    [{ scope: 'online' }, {}],
    [{ scope: 'asleep', sort: 'shoe size' }, {}],
    [{ q: 12 }, { q: '12' }],
  ])('makes of %j %j', (raw, search) => {
    expect(readPlayersSearch(raw)).toEqual(search);
  });

  it('writes an order that it reads again', () => {
    expect(readSort(writeSort({ key: 'tapers', descending: true }))).toEqual({
      key: 'tapers',
      descending: true,
    });
    expect(readSort(undefined)).toBeNull();
  });
});

describe('rowWindow', () => {
  it.each([
    [1000, 0, 660, { first: 0, end: 28, beforePx: 0 }],
    [1000, 3300, 660, { first: 92, end: 128, beforePx: 92 * 33 }],
    [1000, 33_000, 660, { first: 992, end: 1000, beforePx: 992 * 33 }],
    [3, 0, 660, { first: 0, end: 3, beforePx: 0 }],
    [0, 0, 660, { first: 0, end: 0, beforePx: 0 }],
  ])('of %d rows scrolled by %d', (rows, scrolled, height, expected) => {
    const found = rowWindow(rows, 33, scrolled, height);
    expect(found).toMatchObject(expected);
    expect(found.beforePx + (found.end - found.first) * 33 + found.afterPx).toBe(rows * 33);
    expect(found.end - found.first).toBeLessThan(60);
  });
});
