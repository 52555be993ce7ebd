import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useFeed } from '../live/useFeed.ts';
import { fetchChat, fetchChats } from './backlog.ts';

export type BacklogState = 'loading' | 'ready' | 'failed';

const GAP_PAUSE_MS = 1_000;
const none = () => 0;
const nothing = () => () => undefined;

/**
 * Fetches what the server keeps of characters' chat into the page's log, and again whenever lines may have been missed.
 * `again` does so at once.
 */
export function useBacklog(
  names: readonly string[],
  limit: number,
): { state: BacklogState; again: () => void } {
  const feed = useFeed();
  const missed = useSyncExternalStore(feed?.console.subscribe ?? nothing, feed?.console.missed ?? none);
  const [state, setState] = useState<BacklogState>('loading');
  const [round, setRound] = useState(0);
  const asked = names.join(',');

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked stands for names, round for another try
  useEffect(() => {
    if (feed === null) return;
    const stop = new AbortController();
    const timer = setTimeout(
      () => {
        setState('loading');
        const take = feed.console.noteBacklog.bind(feed.console);
        void fetchChats(
          names,
          (name) => fetchChat(name, limit, stop.signal),
          (name, lines) => take(name, lines, Date.now()),
        ).then((failed) => {
          if (!stop.signal.aborted) setState(failed > 0 && failed === names.length ? 'failed' : 'ready');
        });
      },
      // Gaps come in flocks.
      missed === 0 ? 0 : GAP_PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [feed, asked, limit, missed, round]);

  const again = useCallback(() => setRound((now) => now + 1), []);
  return { state, again };
}
