import { useEffect, useState } from 'react';
import { nearestPlace, type Place } from '../live/places.ts';
import { loadWorld, placesOf } from '../live/world.ts';

const none: readonly Place[] = [];

/** The places of the world, to name positions by; none until they have come. */
export function usePlaces(): readonly Place[] {
  const [places, setPlaces] = useState(none);
  useEffect(() => {
    let here = true;
    // Without them positions are told as coordinates, and the map tells of the failure.
    loadWorld().then(
      (world) => here && setPlaces(placesOf(world)),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  return places;
}

/** The name of the nearest place; null while the places are not there yet. */
export function placeName(places: readonly Place[], ew: number, ns: number): string | null {
  return nearestPlace(places, ew, ns)?.place.name ?? null;
}
