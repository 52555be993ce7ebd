import { expect, test } from 'vitest';
import { type Box, extent, type Line, layOut } from './layout.ts';

const box = (key: string, height = 100): Box => ({ key, width: 200, height });
const line = (from: string, to: string, loose = false): Line => ({ from, to, at: 20, loose });

function apart(placed: ReturnType<typeof layOut>): boolean {
  const all = [...placed.values()];
  return all.every((a, i) =>
    all
      .slice(i + 1)
      .every(
        (b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
      ),
  );
}

test('a box stands to the right of what it refers to', () => {
  const placed = layOut(
    [box('copy'), box('book'), box('author')],
    [line('copy', 'book'), line('book', 'author')],
  );
  const x = (key: string) => placed.get(key)?.x ?? Number.NaN;
  expect(x('author')).toBeLessThan(x('book'));
  expect(x('book')).toBeLessThan(x('copy'));
});

test('circles, selves and references to nothing do no harm', () => {
  const placed = layOut(
    [box('a'), box('b')],
    [line('a', 'b'), line('b', 'a'), line('a', 'a'), line('a', 'gone')],
  );
  expect(placed.size).toBe(2);
  expect(apart(placed)).toBe(true);
});

test('a hundred types never touch, in whatever way they are bound, and the same each time', () => {
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % n;
  };
  const boxes = Array.from({ length: 100 }, (_, i) => box(`t${i}`, 60 + random(200)));
  const lines = Array.from({ length: 160 }, () =>
    line(`t${random(100)}`, `t${random(100)}`, random(4) === 0),
  );
  const placed = layOut(boxes, lines);
  expect(placed.size).toBe(100);
  expect(apart(placed)).toBe(true);
  expect([...layOut(boxes, lines)]).toEqual([...placed]);
});

test('the extent holds every box', () => {
  const { x, y, width, height } = extent(layOut([box('a'), box('b', 300)], [line('a', 'b')]).values());
  expect([x, y, width, height]).toEqual([-48, -198, 200 + 96 + 200 + 96, 300 + 96]);
});

test('nothing has an extent too', () => {
  expect(extent([]).width).toBeGreaterThan(0);
});
