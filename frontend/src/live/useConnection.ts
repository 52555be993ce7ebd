import { useSyncExternalStore } from 'react';
import { feed } from './browserFeed.ts';
import type { Connection } from './feed.ts';

export type { Connection } from './feed.ts';

/** How the page hears of the world, for the status pill and the banner. */
export function useConnection(): Connection {
  return useSyncExternalStore(feed.subscribeConnection, feed.connection);
}
