import { describe, expect, it } from 'vitest';
import { isPortal, lastPoint, PastClock, readPast, spotAt } from './past.ts';
import { PastStore } from './pastStore.ts';

const minute = 60_000;
const from = Date.parse('2026-11-22T10:00:00Z');

/** An hour of Ann, who runs east a unit a minute for ten minutes, is away for twenty, and comes back far off. */
const raw = {
  from: '2026-11-22T10:00:00Z',
  to: '2026-11-22T11:00:00Z',
  step_seconds: 60,
  trails: [
    {
      character_name: 'Ann',
      points: [
        ...Array.from({ length: 11 }, (_, i) => [from + i * minute, i, 5]),
        [from + 30 * minute, 40, 5],
        [from + 31 * minute, 60, 5],
      ],
    },
    { character_name: 'Bob', points: 'none' },
  ],
};

function past() {
  const read = readPast(raw);
  if (read === null) throw new Error('is read');
  return read;
}

function ann() {
  const track = past().tracks[0];
  if (track === undefined) throw new Error('Ann is there');
  return track;
}

describe('readPast', () => {
  it('reads who has points', () => {
    expect(past()).toMatchObject({ fromMs: from, toMs: from + 60 * minute, stepMs: minute });
    expect(past().tracks.map((track) => track.name)).toEqual(['Ann']);
  });

  it.each([null, {}, { ...raw, to: raw.from }, { ...raw, step_seconds: 0 }])('refuses %j', (body) => {
    expect(readPast(body)).toBeNull();
  });
});

describe('spotAt', () => {
  const at = (minutes: number) => spotAt(ann(), from + minutes * minute, minute);

  it('is between two points', () => {
    expect(at(2.25)).toMatchObject({ ew: 2.25, ns: 5, speed: 1, heading: 90 });
  });

  it('is where one was seen last for a while, and then nowhere', () => {
    expect(at(12)).toMatchObject({ ew: 10, speed: 0 });
    expect(at(14)).toBeNull();
    expect(at(-1)).toBeNull();
  });

  it('does not run through a portal', () => {
    expect(at(30.9)).toMatchObject({ ew: 40, speed: 0 });
    expect(at(31)).toMatchObject({ ew: 60 });
  });

  it('finds the last point as a search from the front does', () => {
    const track = ann();
    for (let t = -2; t < 40; t += 0.37) {
      const found = [...track.at].findLastIndex((point) => point <= from + t * minute);
      expect(lastPoint(track, from + t * minute)).toBe(found);
    }
  });
});

describe('isPortal', () => {
  it.each([
    [1.9, 1_000, false],
    [2.1, 1_000, true],
    [9, 2 * minute, false],
    [11, 2 * minute, true],
  ])('%d units in %d ms: %s', (units, ms, portal) => {
    expect(isPortal(units, 0, ms)).toBe(portal);
  });
});

describe('PastClock', () => {
  it('stands, runs at its speed, and ends', () => {
    const clock = new PastClock(from, from + 60 * minute, 60);
    expect(clock.at(5_000)).toBe(from);
    clock.play(true, 10_000);
    expect(clock.at(11_000)).toBe(from + minute);
    clock.setSpeed(300, 11_000);
    expect(clock.at(12_000)).toBe(from + 6 * minute);
    clock.play(false, 12_000);
    expect(clock.at(99_000)).toBe(from + 6 * minute);
    clock.play(true, 99_000);
    expect(clock.at(999_000)).toBe(from + 60 * minute);
  });
});

describe('PastStore', () => {
  it('is who was there, with the way that he came', () => {
    const clock = new PastClock(from + 9.5 * minute, from + 60 * minute, 60);
    const store = new PastStore(past(), clock, () => 275);
    store.tick(1_000);
    expect(store.list()).toHaveLength(1);
    expect(store.player('Ann')).toMatchObject({ ew: 9.5, ns: 5, level: 275, freshness: 'fresh' });
    expect(store.player('Bob')).toBeNull();
    const trail = store.trail(0);
    expect(trail?.length).toBe(11);
    expect(trail?.jumped(10)).toBe(false);
    clock.seek(from + 20 * minute, 2_000);
    store.tick(2_000);
    expect(store.list()).toEqual([]);
    expect(store.isPlaced(0)).toBe(false);
  });
});
