import { useEffect, useRef } from 'react';
import type { Player } from '../live/player.ts';
import type { HeatQuestion, MapLayer } from './mapLayers.ts';
import type { MapView } from './mapView.ts';
import { type MapSearch, readCentre, writeCentre, writeZoom } from './search.ts';

const FIRST_ZOOM = 12;

interface Wishes {
  search: MapSearch;
  layers: readonly MapLayer[];
  heat: HeatQuestion;
  filter: ((player: Player) => boolean) | null;
  /** The selected character, once something is known of it. */
  player: Player | null;
}

interface Address {
  /** Whether the map has gone to the one whom the address names; set when somebody is chosen by hand. */
  arrive: () => void;
  /** The address's words for a view that has come to rest. */
  noteRest: (view: { ew: number; ns: number; z: number }) => { c: string; z: number };
}

/** Has the map show what the address says. */
export function useMapAddress(
  map: MapView | null,
  { search, layers, heat, filter, player }: Wishes,
): Address {
  const written = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (map === null || search.c === undefined || search.c === written.current) return;
    const centre = readCentre(search.c);
    if (centre !== null) map.camera.setView(centre.ew, centre.ns, search.z ?? FIRST_ZOOM);
    written.current = search.c;
  }, [map, search.c, search.z]);
  useEffect(() => map?.setSelected(search.sel ?? null), [map, search.sel]);
  useEffect(() => map?.camera.setFollowing(search.follow === 1), [map, search.follow]);
  useEffect(() => map?.setFilter(filter), [map, filter]);
  useEffect(() => map?.setLayers(layers, heat), [map, layers, heat]);

  // An address that names a character and no place means where that one is.
  const arrived = useRef(search.c !== undefined || search.sel === undefined);
  useEffect(() => {
    if (map === null || arrived.current || player === null || player.ew === null || player.ns === null)
      return;
    arrived.current = true;
    map.camera.goTo(player.ew, player.ns);
  }, [map, player]);

  return {
    arrive: () => {
      arrived.current = true;
    },
    noteRest: (view) => {
      const c = writeCentre(view.ew, view.ns);
      written.current = c;
      return { c, z: writeZoom(view.z) };
    },
  };
}
