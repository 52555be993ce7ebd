import { expect, it } from 'vitest';
import { HitGrid } from './hitGrid.ts';

it('finds the nearest within reach, across cells', () => {
  const grid = new HitGrid();
  grid.add(1, 47, 47);
  grid.add(2, 60, 60);
  expect(grid.nearest(50, 50, 14)).toBe(1);
  expect(grid.nearest(57, 57, 14)).toBe(2);
  expect(grid.nearest(100, 100, 14)).toBeNull();
});

it('agrees with looking at all of them', () => {
  const grid = new HitGrid();
  const points = Array.from({ length: 200 }, (_, i) => ({ id: i, x: (i * 97) % 811, y: (i * 61) % 607 }));
  for (const { id, x, y } of points) grid.add(id, x, y);
  for (let i = 0; i < 100; i++) {
    const x = (i * 131) % 811;
    const y = (i * 71) % 607;
    const best = points
      .map((point) => ({ id: point.id, d: Math.hypot(point.x - x, point.y - y) }))
      .filter(({ d }) => d <= 26)
      .sort((a, b) => a.d - b.d)[0];
    const found = grid.nearest(x, y, 26);
    const distance =
      found === null ? null : Math.hypot((points[found]?.x ?? 0) - x, (points[found]?.y ?? 0) - y);
    expect(distance).toBe(best?.d ?? null);
  }
});

it('forgets when it is cleared', () => {
  const grid = new HitGrid();
  grid.add(1, 5, 5);
  grid.clear();
  expect(grid.nearest(5, 5, 10)).toBeNull();
});
