import { useSyncExternalStore } from 'react';
import type { MapStatus } from './mapStatus.ts';
import type { MapView } from './mapView.ts';

const nothing = () => () => undefined;
const none = () => null;

/** The map's view and pointer, renewed some times a second and never per frame. */
export function useMapStatus(map: MapView | null): MapStatus | null {
  return useSyncExternalStore<MapStatus | null>(map?.subscribe ?? nothing, map?.status ?? none);
}
