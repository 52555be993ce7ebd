import { LiveFeed } from './feed.ts';
import type { SocketLike } from './socket.ts';

/** The feed of this page. It opens nothing until somebody uses it. */
export const feed = new LiveFeed({
  openSocket: () => {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(`${scheme}//${location.host}/ws/live`) as SocketLike;
  },
  fetch: (path) => fetch(path, { headers: { Accept: 'application/json' }, cache: 'no-cache' }),
  now: () => Date.now(),
});
