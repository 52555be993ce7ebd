import type { Suit, SuitPiece } from './types.ts';

/** A piece for tests: one slot, an owner, no more than is said. */
export function testPiece(id: number, slot: string, more: Partial<SuitPiece> = {}): SuitPiece {
  return {
    slot,
    slots: [slot],
    id,
    object_id: id,
    owner: 'Mule 1',
    name: `Piece ${id}`,
    reduced: false,
    locked: false,
    worn: false,
    armor_level: 100,
    ratings: {},
    cantrips: [],
    set: null,
    ...more,
  };
}

/** A suit of pieces for tests. */
export function testSuit(items: SuitPiece[], more: Partial<Suit> = {}): Suit {
  return {
    covered: 19,
    wanted: 20,
    armor_level: 2606,
    ratings: {},
    score: 0,
    met: [],
    items,
    sets: [],
    owners: 1,
    reductions: 0,
    ...more,
  };
}
