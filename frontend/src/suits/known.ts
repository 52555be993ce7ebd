import type { Suit } from './types.ts';

/** As much of a piece as its row in the list of slots shows. */
export interface KnownPiece {
  id: number;
  name: string;
  owner: string;
  slots: string[];
}

/** The pieces that some suits name. */
export function piecesOf(suits: readonly Suit[]): Map<number, KnownPiece> {
  return new Map(suits.flatMap((suit) => suit.items.map((piece) => [piece.id, piece])));
}
