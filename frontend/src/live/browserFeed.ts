import { renewMe } from '../auth/me.ts';
import { LiveFeed } from './feed.ts';
import type { SocketLike } from './socket.ts';

/** The feed of this page. It opens nothing until somebody uses it. */
export const feed = new LiveFeed({
  openSocket: () => {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(`${scheme}//${location.host}/ws/live`) as SocketLike;
  },
  fetch: async (path) => {
    const response = await fetch(path, { headers: { Accept: 'application/json' }, cache: 'no-cache' });
    // Asking who one is tells the shell that the session is over.
    if (response.status === 401) await renewMe();
    return response;
  },
  now: () => Date.now(),
});
