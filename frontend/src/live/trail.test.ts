import { describe, expect, it } from 'vitest';
import { TRAIL_POINTS, Trail } from './trail.ts';

it('keeps points in order, oldest first', () => {
  const trail = new Trail();
  trail.add(1, 2, 0);
  trail.add(1.5, 2.5, 2);
  expect(trail.length).toBe(2);
  expect([trail.ew(0), trail.ns(0), trail.at(0)]).toEqual([1, 2, 0]);
  expect([trail.ew(1), trail.ns(1), trail.at(1)]).toEqual([1.5, 2.5, 2]);
});

it('leaves out points of one who stands', () => {
  const trail = new Trail();
  for (let i = 0; i < 50; i++) trail.add(5 + i * 0.0001, 5, i);
  expect(trail.length).toBe(1);
});

it('drops the oldest once it is full', () => {
  const trail = new Trail();
  for (let i = 0; i < TRAIL_POINTS + 10; i++) trail.add(i * 0.5, 0, i);
  expect(trail.length).toBe(TRAIL_POINTS);
  expect(trail.ew(0)).toBe(5);
  expect(trail.ew(TRAIL_POINTS - 1)).toBe((TRAIL_POINTS + 9) * 0.5);
});

it('marks the way through a portal', () => {
  const trail = new Trail();
  trail.add(0, 0, 0);
  trail.add(0.5, 0, 2);
  trail.add(30, 30, 4);
  expect([trail.jumped(0), trail.jumped(1), trail.jumped(2)]).toEqual([false, false, true]);
});

describe('fill', () => {
  const seen = (...at: number[]) => at.map((t) => ({ ew: t / 10, ns: 0, at: t }));
  const times = (trail: Trail) => Array.from({ length: trail.length }, (_, i) => trail.at(i));

  it('puts the past before what was seen, without doubling it', () => {
    const trail = new Trail();
    for (const t of [100, 102, 104]) trail.add(t / 10, 0, t);
    trail.fill(seen(60, 80, 95, 101, 103), 4);
    expect(times(trail)).toEqual([60, 80, 95, 100, 102, 104]);
    trail.fill(seen(60, 80, 95, 101, 103), 4);
    expect(times(trail)).toEqual([60, 80, 95, 100, 102, 104]);
  });

  it('closes a gap', () => {
    const trail = new Trail();
    for (const t of [10, 12, 90]) trail.add(t / 10, 0, t);
    trail.fill(seen(11, 30, 50, 70, 89), 4);
    expect(times(trail)).toEqual([10, 12, 30, 50, 70, 90]);
  });

  it('is a whole trail for one of whom nothing was seen, portals marked', () => {
    const trail = new Trail();
    trail.fill([...seen(0, 10), { ew: 40, ns: 0, at: 20 }], 4);
    expect(times(trail)).toEqual([0, 10, 20]);
    expect(trail.jumped(2)).toBe(true);
  });
});
