import { House, Maximize, Minus, Plus } from 'lucide-react';
import { formatCoordinates, landblockAt } from '../live/coordinates.ts';
import { formatOffset, nearestPlace } from '../live/places.ts';
import { usePlayer } from '../live/usePlayers.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './MapFoot.module.css';
import type { MapView } from './mapView.ts';
import { leastZoom, MOST_ZOOM, scaleBar } from './projection.ts';
import { useMapStatus } from './useMapStatus.ts';

const BAR_PX = 112;

interface Props {
  map: MapView;
  selected: string | undefined;
}

/** Under the map: where the pointer is, or else the selected character; the scale; the zoom. */
export default function MapFoot({ map, selected }: Props) {
  const status = useMapStatus(map);
  const player = usePlayer(selected);
  if (status === null) return null;
  const at =
    status.pointer ??
    (player !== null && player.ew !== null && player.ns !== null
      ? { ew: player.ew, ns: player.ns }
      : { ew: status.view.ew, ns: status.view.ns });
  const nearby = nearestPlace(map.places, at.ew, at.ns);
  const block = landblockAt(at.ew, at.ns);
  const bar = scaleBar(status.view.z, BAR_PX);
  const least = leastZoom(status.view);
  return (
    <footer className={styles.foot}>
      <span className={styles.at}>{formatCoordinates(at.ew, at.ns)}</span>
      {nearby !== null && (
        <span className={styles.near}>
          <span className={styles.place}>{nearby.place.name}</span> {formatOffset(nearby)}
        </span>
      )}
      {block !== null && <span className={styles.block}>Landblock {block}</span>}
      <span className={styles.scale}>
        <span
          className={styles.bar}
          style={{ inlineSize: `${Math.round(bar.widthPx)}px` }}
          aria-hidden="true"
        />
        {bar.label}
      </span>
      <span className={styles.zoom}>
        <IconButton small icon={Minus} label="Zoom out" onClick={() => map.camera.zoomBy(1 / 1.6)} />
        <input
          type="range"
          className={styles.slider}
          aria-label="Zoom"
          aria-valuetext={`${Math.round(status.view.z)} pixels a map unit`}
          min={0}
          max={100}
          step={1}
          value={Math.round((Math.log(status.view.z / least) / Math.log(MOST_ZOOM / least)) * 100)}
          onChange={(event) =>
            map.camera.zoomTo(least * (MOST_ZOOM / least) ** (event.target.valueAsNumber / 100))
          }
        />
        <IconButton small icon={Plus} label="Zoom in" onClick={() => map.camera.zoomBy(1.6)} />
      </span>
      <IconButton small icon={House} label="Show everyone" onClick={() => map.camera.home()} />
      <IconButton small icon={Maximize} label="Show all of Dereth" onClick={() => map.camera.wholeWorld()} />
    </footer>
  );
}
