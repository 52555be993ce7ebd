import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { answer, api } from '../../api/client.ts';
import { useMe } from '../../auth/me.ts';
import { isPlace, keepPlaces, type Place, readPlaces } from '../../ui/windowPlace.ts';

type Places = Readonly<Record<string, Place>>;

const KEY = 'windows';
/** A window that is dragged about is written down when it has come to rest. */
const REST_MS = 1_000;

/** Where windows were left: on this device at once, and with the user's preferences on every other. */
export function usePlaces(): [places: Places, setPlace: (id: string, place: Place) => void] {
  const me = useMe().data;
  const own = me !== undefined && !me.internal;
  const [places, setPlaces] = useState<Places>(readPlaces);
  const moved = useRef(false);

  useEffect(() => {
    if (!own) return;
    const stop = new AbortController();
    answer(api.GET('/preferences/{key}', { params: { path: { key: KEY } }, signal: stop.signal })).then(
      ({ content }) => {
        // What has been moved meanwhile is where it was put.
        if (!moved.current && !stop.signal.aborted) setPlaces((now) => ({ ...now, ...placesIn(content) }));
      },
      // Without the server this device's own memory does.
      () => undefined,
    );
    return () => stop.abort();
  }, [own]);

  const save = useEffectEvent(() => {
    const kept = keepPlaces(places);
    if (!own) return;
    const body = { content: kept };
    answer(api.PUT('/preferences/{key}', { params: { path: { key: KEY } }, body })).catch(() => undefined);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another wait
  useEffect(() => {
    if (!moved.current) return;
    const timer = setTimeout(save, REST_MS);
    return () => clearTimeout(timer);
  }, [places]);

  return [
    places,
    (id, place) => {
      moved.current = true;
      // The last that was moved is the last in order: the first are forgotten first.
      setPlaces(({ [id]: _, ...others }) => ({ ...others, [id]: place }));
    },
  ];
}

function placesIn(content: unknown): Places {
  if (typeof content !== 'object' || content === null) return {};
  return Object.fromEntries(
    Object.entries(content).filter((entry): entry is [string, Place] => isPlace(entry[1])),
  );
}
