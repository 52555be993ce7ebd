import { createContext, useContext } from 'react';
import type { Range } from '../charts/range.ts';
import type { HistorySeries } from './history.ts';

/** What the page knows for all of its parts. How the character is now is no part of it: that changes all the time. */
export interface CharacterView {
  name: string;
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
