import { describe, expect, it } from 'vitest';
import { Picking } from './picking.ts';
import type { View } from './projection.ts';
import type { Item } from './scene.ts';

const view: View = { ew: 0, ns: 0, z: 10, width: 200, height: 200 };

function item(slot: number, ew: number, ns: number, counts = false): Item {
  const sprite = { image: {} as HTMLCanvasElement, width: 10, height: 10 };
  return {
    key: `${slot}${ew}${ns}`,
    slot,
    ew,
    ns,
    sprite,
    under: null,
    turns: false,
    alpha: 1,
    label: null,
    labelX: 0,
    labelY: 0,
    clear: 8,
    counts,
  };
}

describe('Picking', () => {
  const picking = new Picking();
  picking.index([item(4, 0, 0), item(7, 2, 0), item(-1, 0, 5), item(-1, 5, 5, true)], view);

  it.each([
    { what: 'a character', x: 103, y: 98, pick: { kind: 'character', slot: 4 } },
    { what: 'the nearer of two', x: 113, y: 100, pick: { kind: 'character', slot: 7 } },
    { what: 'a town that counts', x: 150, y: 52, pick: { kind: 'town', ew: 5, ns: 5 } },
    { what: 'no place that does not', x: 100, y: 50, pick: null },
    { what: 'nothing out of reach', x: 30, y: 180, pick: null },
  ])('finds $what', ({ x, y, pick }) => {
    expect(picking.at(x, y, 14)).toEqual(pick);
  });

  it('forgets the last scene', () => {
    const other = new Picking();
    other.index([item(-1, 0, 0, true)], view);
    other.index([item(-1, 3, 3, true)], view);
    expect(other.at(100, 100, 14)).toBeNull();
    expect(other.at(130, 70, 14)).toEqual({ kind: 'town', ew: 3, ns: 3 });
  });
});
