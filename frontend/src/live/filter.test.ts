import { describe, expect, it } from 'vitest';
import { readFilter } from './filter.ts';
import type { Player } from './player.ts';

function player(more: Partial<Player> = {}): Player {
  return {
    slot: 0,
    name: 'Aldra',
    tag: 'moss',
    colour: 0,
    level: 275,
    state: 'hunting',
    sinceMs: null,
    attention: false,
    freshness: 'fresh',
    seenAtMs: 0,
    ew: 33.6,
    ns: 42.1,
    nearby: { place: { name: 'Glenden Wood', kind: 'town', ew: 26.5, ns: 29.7 }, distance: 1, side: 'N' },
    vtState: 'Combat',
    totals: {
      kills: 10,
      killsPerHour: 412,
      onlineTime: '',
      deaths: 0,
      totalDeaths: 3,
      tapers: 1980,
      sessionRares: 0,
      totalKills: 18204,
      totalRares: 2,
      latencyMs: 38,
      server: '',
    },
    vitals: null,
    known: null,
    ...more,
  };
}

describe('readFilter', () => {
  it.each([
    ['ald', true],
    ['ALD RA', true],
    ['dace', false],
    ['is:hunting', true],
    ['is:town', false],
    ['-is:town', true],
    ['is:online kph:>300', true],
    ['kph:>412', false],
    ['kph:>=412', true],
    ['kph:412', true],
    ['kph:<300', false],
    ['level:=275', true],
    ['near:"glenden wood"', true],
    ['near:holt', false],
    ['tag:moss -ald', false],
  ])('%s lets Aldra pass: %s', (text, passes) => {
    expect(readFilter(text).test?.(player())).toBe(passes);
  });

  it('asks nothing when nothing is typed', () => {
    expect(readFilter('  ')).toEqual({ test: null, unknown: [] });
  });

  it('names what it does not know and keeps the rest', () => {
    const filter = readFilter('is:asleep kph:many foo:1 ald');
    expect(filter.unknown).toEqual(['is:asleep', 'kph:many', 'foo:1']);
    expect(filter.test?.(player())).toBe(true);
  });

  it('holds nobody who is offline for hunting', () => {
    expect(readFilter('is:hunting').test?.(player({ freshness: 'stale' }))).toBe(false);
    expect(readFilter('is:offline').test?.(player({ freshness: 'stale' }))).toBe(true);
  });

  it('does not let an unknown number pass', () => {
    expect(readFilter('level:<300').test?.(player({ level: null }))).toBe(false);
  });
});
