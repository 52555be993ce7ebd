import { createContext, useContext } from 'react';
import type { Range } from '../charts/range.ts';
import type { Player } from '../live/player.ts';
import type { HistorySeries } from './history.ts';

/** What the page knows for all of its parts. */
export interface CharacterView {
  name: string;
  /** As it is now; null while nothing is known of it. */
  player: Player | null;
  range: Range;
  setRange: (range: Range) => void;
  /** The tab's own choice. */
  show: string | undefined;
  setShow: (show: string | undefined) => void;
  /** What was heard since the history was asked for. */
  tail: HistorySeries;
}

export const CharacterContext = createContext<CharacterView | null>(null);

/** The character whose page this is. */
export function useCharacter(): CharacterView {
  const view = useContext(CharacterContext);
  if (view === null) throw new Error('useCharacter outside a character page');
  return view;
}
