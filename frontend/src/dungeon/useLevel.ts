import { useState } from 'react';
import { type Storey, storeyAt } from './plan.ts';

export interface Level {
  /** Which storey is looked at. */
  level: number;
  /** It goes with the followed. */
  auto: boolean;
  setAuto: (auto: boolean) => void;
  /** Looks at a storey and stays there. */
  setLevel: (level: number) => void;
}

/** The storey that is looked at: that of the followed, until another one is chosen. */
export function useLevel(storeys: readonly Storey[], z: number | null): Level {
  const [chosen, setChosen] = useState<number | null>(null);
  const followed = z === null ? 0 : Math.max(0, storeyAt(storeys, z));
  const level = Math.min(chosen ?? followed, Math.max(0, storeys.length - 1));
  return {
    level,
    auto: chosen === null,
    setAuto: (auto) => setChosen(auto ? null : level),
    setLevel: setChosen,
  };
}
