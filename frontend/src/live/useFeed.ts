import { useEffect, useSyncExternalStore } from 'react';
import type { LiveFeed } from './feed.ts';
import { feedNow, whenFeed } from './feedLoader.ts';

/** The page's live connection, kept running while the component is shown; null until its code has come. */
export function useFeed(): LiveFeed | null {
  const feed = useSyncExternalStore(whenFeed, feedNow);
  useEffect(() => feed?.use(), [feed]);
  return feed;
}
