import { describe, expect, it } from 'vitest';
import { type LabelWish, labelBox, overlaps, placeLabels, type Side } from './labels.ts';

function wish(key: string, x: number, y: number, more: Partial<LabelWish> = {}): LabelWish {
  return { key, x, y, width: 60, height: 16, clear: 8, priority: 50, ...more };
}

const none = new Map<string, Side>();

describe('placeLabels', () => {
  it('puts a lone label to the right', () => {
    expect(placeLabels([wish('a', 100, 100)], none).get('a')).toBe('right');
  });

  it('never lets two labels overlap, however many there are', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    const wishes = Array.from({ length: 300 }, (_, i) =>
      wish(`c${i}`, random() * 900, random() * 600, {
        priority: Math.floor(random() * 100),
        clear: i % 3 === 0 ? 0 : 7,
      }),
    );
    const placed = placeLabels(wishes, none, 90);
    const boxes = wishes.flatMap((each) => {
      const side = placed.get(each.key);
      return side === undefined ? [] : [labelBox(each, side)];
    });
    expect(boxes.length).toBeGreaterThan(40);
    for (let i = 0; i < boxes.length; i++) {
      for (let k = i + 1; k < boxes.length; k++) {
        expect(overlaps(boxes[i] as never, boxes[k] as never)).toBe(false);
      }
    }
  });

  it('lets the less important give way', () => {
    const crowd = ['a', 'b', 'c', 'd', 'e', 'f'].map((key, i) =>
      wish(key, 100, 100 + i, { clear: 0, priority: i }),
    );
    const placed = placeLabels(crowd, none);
    expect(placed.has('f')).toBe(true);
    expect(placed.has('a')).toBe(false);
  });

  it('keeps clear of other markers, unless it matters more', () => {
    const wishes = [wish('a', 100, 100), wish('b', 140, 100, { width: 10, priority: 1 })];
    expect(placeLabels(wishes, none).get('a')).toBe('left');
    const important = [
      wish('a', 100, 100, { priority: 95 }),
      wish('b', 140, 100, { width: 10, priority: 1 }),
    ];
    expect(placeLabels(important, none, 90).get('a')).toBe('right');
  });

  it('stays on the side it had while there is room', () => {
    const before = new Map<string, Side>([['a', 'below']]);
    expect(placeLabels([wish('a', 100, 100)], before).get('a')).toBe('below');
  });

  it('leaves reserved pieces alone', () => {
    const strip = [{ left: 0, top: 90, right: 400, bottom: 110 }];
    expect(placeLabels([wish('a', 100, 100)], none, Infinity, strip).get('a')).not.toBe('right');
  });

  it('gives the same answer for the same picture in another order', () => {
    const wishes = Array.from({ length: 40 }, (_, i) => wish(`k${i}`, (i * 37) % 300, (i * 53) % 200));
    const forward = placeLabels(wishes, none);
    const backward = placeLabels([...wishes].reverse(), none);
    expect([...backward].sort()).toEqual([...forward].sort());
  });
});
