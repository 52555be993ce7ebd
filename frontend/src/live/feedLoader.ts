import type { LiveFeed } from './feed.ts';

// The live connection is no part of what the first paint waits for: it comes as a chunk of its own, at once.
let feed: LiveFeed | null = null;
let coming: Promise<LiveFeed> | null = null;
const waiting = new Set<() => void>();

/** The page's feed as soon as its code is there. */
export function loadFeed(): Promise<LiveFeed> {
  coming ??= import('./browserFeed.ts').then(
    (module) => {
      feed = module.feed;
      for (const listener of waiting) listener();
      waiting.clear();
      return module.feed;
    },
    (error: unknown) => {
      coming = null;
      throw error;
    },
  );
  return coming;
}

/** The feed if it is there already. */
export function feedNow(): LiveFeed | null {
  return feed;
}

/** Calls back once when the feed has come; fetches it if nobody has. */
export function whenFeed(listener: () => void): () => void {
  waiting.add(listener);
  loadFeed().catch(() => undefined);
  return () => waiting.delete(listener);
}
