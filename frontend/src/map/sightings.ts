import type { LiveStore } from '../live/store.ts';

/** Who is where, as the map draws it: the live store, or the past as it is replayed. */
export type Sightings = Pick<
  LiveStore,
  | 'size'
  | 'bornMs'
  | 'isPlaced'
  | 'ewAt'
  | 'nsAt'
  | 'heading'
  | 'isMoving'
  | 'trail'
  | 'view'
  | 'player'
  | 'list'
>;
