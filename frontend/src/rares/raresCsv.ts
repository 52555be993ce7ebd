import { formatCoordinates } from '../live/coordinates.ts';
import type { Place } from '../live/places.ts';
import { placeName } from '../logs/usePlaces.ts';
import { csvOf } from '../ui/csv.ts';
import type { Rare } from './queries.ts';

/** Rares as comma-separated values, one line each after a line of headings. */
export function raresCsv(rares: readonly Rare[], places: readonly Place[]): string {
  return csvOf([
    ['Time', 'Rare', 'Tier', 'Finder', 'Near', 'Coordinates'],
    ...rares.map(({ timestamp, name, tier, character_name, ew, ns }) => [
      timestamp,
      name,
      tier,
      character_name,
      ew === null || ns === null ? null : placeName(places, ew, ns),
      ew === null || ns === null ? null : formatCoordinates(ew, ns),
    ]),
  ]);
}
