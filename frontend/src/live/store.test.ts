import { describe, expect, it, vi } from 'vitest';
import { readEvent, readPlayers } from './protocol.ts';
import { readRoster } from './roster.ts';
import { LiveStore } from './store.ts';

function fix(name: string, more: Record<string, unknown> = {}) {
  const event = readEvent({ character_name: name, ew: 10, ns: 20, kills: 1, vt_state: 'Idle', ...more });
  if (event?.kind !== 'telemetry') throw new Error('no telemetry');
  return event.fix;
}

function players(...raw: Record<string, unknown>[]) {
  return readPlayers({ players: raw });
}

const now = { whole: false, totals: true, ageMs: () => 0 };

describe('LiveStore', () => {
  it('tells listeners at a tick and not at a report', () => {
    const store = new LiveStore(0);
    const listener = vi.fn();
    store.subscribe(listener);
    store.noteFix(fix('A'), 0);
    store.noteFix(fix('A', { ew: 10.1 }), 10);
    expect(listener).not.toHaveBeenCalled();
    store.tick(20, false);
    expect(listener).toHaveBeenCalledTimes(1);
    store.tick(270, true);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('keeps the views of those of whom nothing new is known', () => {
    const store = new LiveStore(0);
    store.noteFix(fix('A'), 0);
    store.noteFix(fix('B'), 0);
    store.tick(0, false);
    const [a, b] = store.list();
    store.noteFix(fix('B', { ew: 10.2 }), 2000);
    store.tick(2000, true);
    expect(store.list()[0]).toBe(a);
    expect(store.list()[1]).not.toBe(b);
  });

  it('moves markers between fixes', () => {
    const store = new LiveStore(0);
    store.noteFix(fix('A'), 0);
    store.noteFix(fix('A', { ew: 10.2 }), 2000);
    expect(store.ewAt(0, 2000)).toBeCloseTo(10);
    expect(store.ewAt(0, 3000)).toBeCloseTo(10.1);
    expect(store.isMoving(0, 3000)).toBe(true);
    expect(store.isMoving(0, 5000)).toBe(false);
  });

  it('takes counters from the poll and positions from frames', () => {
    const store = new LiveStore(0);
    store.noteFix(fix('A', { kills: 7 }), 0);
    store.notePlayers(
      players({ character_name: 'A', ew: 50, ns: 50, kills: 99, total_kills: 1000 }),
      now,
      100,
    );
    store.noteFix(fix('A', { kills: 8 }), 200);
    store.tick(200, false);
    expect(store.player('A')).toMatchObject({ ew: 10, ns: 20, totals: { kills: 99, totalKills: 1000 } });
  });

  it('takes everything from the poll after a gap', () => {
    const store = new LiveStore(0);
    store.noteFix(fix('A'), 0);
    store.notePlayers(players({ character_name: 'A', ew: 50, ns: 50 }), { ...now, whole: true }, 100);
    store.tick(100, false);
    expect(store.player('A')).toMatchObject({ ew: 50, ns: 50 });
  });

  it('keeps the last place outdoors of one who went inside', () => {
    const store = new LiveStore(0);
    store.noteFix(fix('A'), 0);
    store.noteFix(fix('A', { ew: -100, ns: 40, landcell: 0x01c90105 }), 2000);
    store.tick(2000, false);
    expect(store.player('A')).toMatchObject({ ew: 10, ns: 20, state: 'indoors' });
    expect(store.trail(0)?.length).toBe(1);
  });

  it('shows one who was inside from the start where the server last saw him outdoors', () => {
    const store = new LiveStore(0);
    const inside = { character_name: 'A', ew: -100, ns: 40, landcell: 0x01c90105 };
    store.notePlayers(players(inside), now, 0);
    expect(store.isPlaced(0)).toBe(false);
    const other = new LiveStore(0);
    other.notePlayers(players({ ...inside, outdoor_ew: 3, outdoor_ns: 4 }), now, 0);
    other.tick(0, false);
    expect(other.player('A')).toMatchObject({ ew: 3, ns: 4, state: 'indoors' });
  });

  it('ages those it hears nothing of', () => {
    const store = new LiveStore(0);
    store.noteFix(fix('A'), 0);
    store.tick(0, false);
    const seen = [10_000, 20_000, 70_000, 700_000].map((at) => {
      store.tick(at, true);
      return store.player('A')?.freshness;
    });
    expect(seen).toEqual(['fresh', 'dim', 'stale', 'gone']);
  });

  it('knows those who are only on the list, and their place', () => {
    const store = new LiveStore(0);
    const roster = readRoster({
      characters: [{ name: 'Old', level: 126, ew: 1, ns: 2, last_seen_at: 'x', may_command: true }],
    });
    store.noteRoster(roster, () => 3_600_000, 4_000_000);
    store.tick(4_000_000, false);
    expect(store.player('Old')).toMatchObject({ freshness: 'gone', seenAtMs: 400_000, level: 126, ew: 1 });
  });

  it('follows a jump without a walk between', () => {
    const store = new LiveStore(0);
    store.noteFix(fix('A'), 0);
    store.noteFix(fix('A', { ew: 60 }), 2000);
    expect(store.ewAt(0, 2000)).toBe(60);
    expect(store.trail(0)?.jumped(1)).toBe(true);
  });

  it('has room for any number of characters', () => {
    const store = new LiveStore(0);
    for (let i = 0; i < 300; i++) store.noteFix(fix(`C${i}`, { ew: i / 10 }), 0);
    store.tick(0, false);
    expect(store.list()).toHaveLength(300);
    expect(store.ewAt(299, 0)).toBeCloseTo(29.9);
    expect(store.ewAt(3, 0)).toBeCloseTo(0.3);
  });
});
