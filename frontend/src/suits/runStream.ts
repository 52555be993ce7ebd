import { EVENT_NAMES, type RunEvent, readEvent } from './runView.ts';

/** At most four renewals a second reach the page. */
export const FLUSH_MS = 250;

export function runUrl(id: string): string {
  return `/suitbuilder/search/${encodeURIComponent(id)}`;
}

/**
 * Follows a run. Events come in bunches, the first at once; a connection that breaks is taken up again where it stood, by the
 * browser. onLost is called when that is refused, as it is once the session has ended. The returned function ends it.
 */
export function followRun(
  id: string,
  onEvents: (events: RunEvent[]) => void,
  onLost: () => void,
): () => void {
  const source = new EventSource(runUrl(id));
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let flushedAt = 0;

  function flush() {
    timer = null;
    flushedAt = performance.now();
    const events = waiting;
    waiting = [];
    if (events.length > 0) onEvents(events);
  }

  for (const name of EVENT_NAMES) {
    source.addEventListener(name, (message) => {
      // The connection's own troubles are called "error" too, and carry nothing.
      if (!('data' in message) || typeof message.data !== 'string') return;
      const event = readEvent(name, message.data);
      if (event === null) return;
      waiting.push(event);
      if (event.type === 'done' || event.type === 'error') {
        source.close();
        if (timer !== null) clearTimeout(timer);
        flush();
      } else {
        timer ??= setTimeout(flush, Math.max(0, flushedAt + FLUSH_MS - performance.now()));
      }
    });
  }
  source.addEventListener('error', (message) => {
    if (!('data' in message) && source.readyState === EventSource.CLOSED) onLost();
  });

  return () => {
    source.close();
    if (timer !== null) clearTimeout(timer);
  };
}
