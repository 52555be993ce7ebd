import { useSyncExternalStore } from 'react';
import type { Day } from './day.ts';
import { useFeed } from './useFeed.ts';

const nothing = () => () => undefined;
const none = () => null;

/** What was done since midnight; null until the server has told. */
export function useDay(): Day | null {
  const feed = useFeed();
  return useSyncExternalStore<Day | null>(feed?.today.subscribe ?? nothing, feed?.today.day ?? none);
}
