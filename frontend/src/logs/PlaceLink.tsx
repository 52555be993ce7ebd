import { Link } from '@tanstack/react-router';
import { formatCoordinates } from '../live/coordinates.ts';
import { describePosition, nearestPlace, type Place } from '../live/places.ts';
import { writeCentre } from '../map/search.ts';
import styles from './PlaceLink.module.css';

/** Pixels a map unit: some landblocks round the place. */
const ZOOM = 40;

interface Props {
  places: readonly Place[];
  ew: number | null;
  ns: number | null;
}

/** A position in words, which leads to it on the map. */
export function PlaceLink({ places, ew, ns }: Props) {
  if (ew === null || ns === null) return <span className={styles.none}>indoors</span>;
  const coordinates = formatCoordinates(ew, ns);
  return (
    <Link to="/" search={{ c: writeCentre(ew, ns), z: ZOOM }} className={styles.link} title={coordinates}>
      {describePosition(nearestPlace(places, ew, ns), ew, ns)}
    </Link>
  );
}
