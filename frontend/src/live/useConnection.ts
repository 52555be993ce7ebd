import { useSyncExternalStore } from 'react';
import type { Connection } from './feed.ts';
import { useFeed } from './useFeed.ts';

export type { Connection } from './feed.ts';

const connecting: Connection = { state: 'reconnecting', online: 0, total: 0, latencyMs: null };
const noConnection = () => connecting;
const nothing = () => () => undefined;

/** How the page hears of the world, for the status pill and the banner. */
export function useConnection(): Connection {
  const feed = useFeed();
  return useSyncExternalStore(feed?.subscribeConnection ?? nothing, feed?.connection ?? noConnection);
}
