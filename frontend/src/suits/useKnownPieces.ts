import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { type KnownPiece, piecesOf } from './known.ts';
import { pieceQuery } from './queries.ts';
import type { Suit } from './types.ts';

/** What the pieces with some ids are: from the suits, from what was picked, and else asked for one by one. */
export function useKnownPieces(
  ids: readonly number[],
  suits: readonly Suit[],
): [ReadonlyMap<number, KnownPiece>, (piece: KnownPiece) => void] {
  const [picked, setPicked] = useState<ReadonlyMap<number, KnownPiece>>(new Map());
  const named = useMemo(() => new Map([...piecesOf(suits), ...picked]), [suits, picked]);
  const asked = useQueries({
    queries: ids.filter((id) => !named.has(id)).map((id) => pieceQuery(id)),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  const known = useMemo(
    () => new Map([...asked.map((piece) => [piece.id, piece] as const), ...named]),
    [named, asked],
  );
  const pick = useCallback((piece: KnownPiece) => setPicked((now) => new Map(now).set(piece.id, piece)), []);
  return [known, pick];
}
