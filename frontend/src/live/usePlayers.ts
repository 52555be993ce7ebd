import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { feed } from './browserFeed.ts';
import type { LogLine } from './console.ts';
import type { Player } from './player.ts';

/** One character, renewed at most four times a second; null while nothing is known of it. */
export function usePlayer(name: string | undefined): Player | null {
  useEffect(() => feed.use(), []);
  const read = useCallback(() => (name === undefined ? null : feed.store.player(name)), [name]);
  return useSyncExternalStore(feed.store.subscribe, read);
}

/**
 * All characters, renewed at most once a second, for lists. While `held` is true the same list stays: what is under
 * the pointer does not move.
 */
export function usePlayers(held = false): readonly Player[] {
  const [players, setPlayers] = useState(feed.store.list);
  useEffect(() => feed.use(), []);
  useEffect(() => {
    if (held) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const renew = () => {
      timer = null;
      setPlayers(feed.store.list());
    };
    renew();
    const release = feed.store.subscribe(() => {
      timer ??= setTimeout(renew, 1_000);
    });
    return () => {
      release();
      if (timer !== null) clearTimeout(timer);
    };
  }, [held]);
  return players;
}

/** The log of one character: commands and their fate, and what its chat says. */
export function useLog(name: string): readonly LogLine[] {
  const read = useCallback(() => feed.console.lines(name), [name]);
  return useSyncExternalStore(feed.console.subscribe, read);
}

/** The page's clock, for ages; ticks as often as asked. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
