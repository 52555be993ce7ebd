import { startTransition, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { LogLine } from './console.ts';
import type { Player } from './player.ts';
import { useFeed } from './useFeed.ts';

const RENEW_MS = 1_000;
const nobody: readonly Player[] = [];
const noLines: readonly LogLine[] = [];
const nothing = () => () => undefined;

/** One character, renewed at most four times a second; null while nothing is known of it. */
export function usePlayer(name: string | undefined): Player | null {
  const feed = useFeed();
  const read = useCallback(
    () => (name === undefined ? null : (feed?.store.player(name) ?? null)),
    [feed, name],
  );
  return useSyncExternalStore(feed?.store.subscribe ?? nothing, read);
}

/** All characters, renewed at most once a second, for lists. */
export function usePlayers(): readonly Player[] {
  const feed = useFeed();
  const [players, setPlayers] = useState(nobody);
  useEffect(() => {
    if (feed === null) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const renew = () => {
      timer = null;
      // A long list is drawn in slices.
      startTransition(() => setPlayers(feed.store.list()));
    };
    renew();
    let shown = feed.store.list().length > 0;
    const release = feed.store.subscribe(() => {
      // The first list is shown as soon as it is there.
      timer ??= setTimeout(renew, shown ? RENEW_MS : 0);
      shown = true;
    });
    return () => {
      release();
      if (timer !== null) clearTimeout(timer);
    };
  }, [feed]);
  return players;
}

/** The log of one character: commands and their fate, and what its chat says. */
export function useLog(name: string): readonly LogLine[] {
  const feed = useFeed();
  const read = useCallback(() => feed?.console.lines(name) ?? noLines, [feed, name]);
  return useSyncExternalStore(feed?.console.subscribe ?? nothing, read);
}
