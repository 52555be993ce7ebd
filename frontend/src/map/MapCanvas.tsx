import { startTransition, useEffect, useRef, useState } from 'react';
import { useFeed } from '../live/useFeed.ts';
import { pause } from '../ui/pause.ts';
import { useTheme } from '../ui/useTheme.ts';
import styles from './MapCanvas.module.css';
import type { MapEvents, MapView } from './mapView.ts';

interface Props {
  events: MapEvents;
  /** Is given the map when it stands, and null when it is gone. */
  onMap: (map: MapView | null) => void;
}

// The drawing comes as a chunk of its own, asked for with the page and not after it.
const drawing = import('./mapView.ts');
drawing.catch(() => undefined);

/** The element that the map draws in. React renders it once; the map does the rest. */
export function MapCanvas({ events, onMap }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapView | null>(null);
  const latest = useRef({ events, onMap });
  const feed = useFeed();
  const theme = useTheme();
  useEffect(() => {
    latest.current = { events, onMap };
  });

  useEffect(() => {
    const element = host.current;
    if (element === null || feed === null) return;
    let view: MapView | null = null;
    let gone = false;
    void Promise.all([drawing, pause()]).then(([{ MapView }]) => {
      if (gone) return;
      const made = new MapView(element, feed.store, {
        onPick: (name) => latest.current.events.onPick(name),
        onRest: (rest) => latest.current.events.onRest(rest),
        onFollowEnded: () => latest.current.events.onFollowEnded(),
      });
      view = made;
      startTransition(() => {
        setMap(made);
        latest.current.onMap(made);
      });
    });
    return () => {
      gone = true;
      if (view === null) return;
      view.destroy();
      setMap(null);
      latest.current.onMap(null);
    };
  }, [feed]);

  useEffect(() => map?.setTheme(theme), [map, theme]);

  return (
    <div
      ref={host}
      className={styles.host}
      role="application"
      aria-roledescription="map"
      aria-label="Map of Dereth. Arrow keys pan, plus and minus zoom, Home shows everyone. The list beside it says the same in words."
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the map takes keys
      tabIndex={0}
    />
  );
}
