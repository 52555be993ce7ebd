import { describe, expect, it } from 'vitest';
import { isJump, nextMotion, progress, standAt } from './motion.ts';

function at(motion: ReturnType<typeof standAt>, nowMs: number) {
  const t = progress(motion.startMs, motion.intervalMs, nowMs);
  return {
    ew: motion.fromEw + (motion.toEw - motion.fromEw) * t,
    ns: motion.fromNs + (motion.toNs - motion.fromNs) * t,
  };
}

describe('motion', () => {
  it('runs one interval behind the fixes and is there when the next is due', () => {
    let motion = standAt(10, 20, 0);
    motion = nextMotion(motion, 10.2, 20, 2000);
    expect(at(motion, 2000)).toEqual({ ew: 10, ns: 20 });
    expect(at(motion, 3000).ew).toBeCloseTo(10.1);
    expect(at(motion, 4000).ew).toBeCloseTo(10.2);
    expect(at(motion, 9000).ew).toBeCloseTo(10.2);
  });

  it('never steps back or forth when a fix comes early', () => {
    let motion = nextMotion(standAt(0, 0, 0), 1, 0, 2000);
    const before = at(motion, 2900).ew;
    motion = nextMotion(motion, 1.5, 0, 2900);
    expect(at(motion, 2900).ew).toBeCloseTo(before);
  });

  it('learns the interval and keeps it in bounds', () => {
    let motion = standAt(0, 0, 0);
    for (let i = 1; i <= 30; i++) motion = nextMotion(motion, i * 0.01, 0, i * 1000);
    expect(motion.intervalMs).toBeGreaterThan(990);
    expect(motion.intervalMs).toBeLessThan(1010);
    motion = nextMotion(motion, 1, 0, 3_600_000);
    expect(motion.intervalMs).toBeLessThan(2300);
  });

  it('puts a portal at once where it leads', () => {
    const motion = nextMotion(standAt(0, 0, 0), 40, -12, 2000);
    expect(at(motion, 2000)).toEqual({ ew: 40, ns: -12 });
  });
});

describe('isJump', () => {
  it.each([
    [1.9, 0, false],
    [0, -2.1, true],
    [1.5, 1.5, true],
    [1.3, 1.3, false],
  ])('of %d, %d is %s', (dEw, dNs, jump) => {
    expect(isJump(dEw, dNs)).toBe(jump);
  });
});
