import { useMemo } from 'react';
import { isOnline } from '../live/player.ts';
import { usePlayers } from '../live/usePlayers.ts';
import type { FetchGroup } from './types.ts';

export interface Whereabout {
  /** The place it is near to; empty where none is known. */
  place: string;
  online: boolean;
}

const NOWHERE: Whereabout = { place: '', online: false };

/** Where characters are now, or else where they were when the search ended. */
export function useWhereabouts(told: readonly FetchGroup[]): (name: string) => Whereabout {
  const players = usePlayers();
  return useMemo(() => {
    const all = new Map<string, Whereabout>(
      told.map(({ owner, place, online }) => [owner, { place: place ?? '', online: online ?? false }]),
    );
    for (const player of players)
      all.set(player.name, { place: player.nearby?.place.name ?? '', online: isOnline(player) });
    return (name) => all.get(name) ?? NOWHERE;
  }, [players, told]);
}
