import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveFeed } from './feed.ts';
import type { SocketLike } from './socket.ts';

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: string[] = [];
  send(text: string) {
    this.sent.push(text);
  }
  close() {}
}

let sockets: FakeSocket[];
let asked: string[];
let status: number;
let livePlayers: unknown[];
let trails: unknown[];
let feed: LiveFeed;
let release: (() => void) | null;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T12:00:00Z') });
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no world here')));
  sockets = [];
  asked = [];
  status = 200;
  livePlayers = [];
  trails = [];
  release = null;
  feed = new LiveFeed({
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    fetch: async (path) => {
      asked.push(path);
      const body = { players: livePlayers, trails, characters: [], today: 7 };
      return new Response(JSON.stringify(body), { status, headers: { Date: new Date().toUTCString() } });
    },
    now: () => Date.now(),
  });
});

afterEach(() => {
  release?.();
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function start() {
  release = feed.use();
  await vi.advanceTimersByTimeAsync(0);
  sockets.at(-1)?.onopen?.();
}

function hear(frame: object) {
  sockets.at(-1)?.onmessage?.({ data: JSON.stringify(frame) });
}

describe('LiveFeed', () => {
  it('opens nothing until it is used, and closes a second after the last one has left', async () => {
    expect(sockets).toHaveLength(0);
    await start();
    expect(sockets).toHaveLength(1);
    release?.();
    const again = feed.use();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(feed.connection().state).toBe('live');
    again();
    await vi.advanceTimersByTimeAsync(1_500);
    const polls = asked.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked.length).toBe(polls);
  });

  it('polls the totals every five seconds', async () => {
    await start();
    await vi.advanceTimersByTimeAsync(10_100);
    expect(asked.filter((path) => path.startsWith('/live'))).toHaveLength(3);
  });

  it.each([
    ['after a gap', () => hear({ type: 'gap', dropped: 3 })],
    [
      'after a break',
      async () => {
        sockets.at(-1)?.onclose?.();
        await vi.advanceTimersByTimeAsync(600);
        sockets.at(-1)?.onopen?.();
      },
    ],
  ])('asks once for everything %s', async (_, happens) => {
    await start();
    await vi.advanceTimersByTimeAsync(100);
    const before = asked.length;
    await happens();
    await vi.advanceTimersByTimeAsync(50);
    expect(asked.slice(before)).toEqual(['/live?within=600', '/trails?seconds=600']);
  });

  it('fills in the trails of those who are known, in its own clock', async () => {
    livePlayers = [{ character_name: 'A', ew: 1, ns: 2, last_seen: '2026-01-01T12:00:00Z' }];
    trails = [{ character_name: 'A', points: [[Date.parse('2026-01-01T11:59:00Z'), 0.5, 2]] }];
    await start();
    await vi.advanceTimersByTimeAsync(300);
    const trail = feed.store.trail(0);
    expect([trail?.ew(0), trail?.at(0)]).toEqual([0.5, -60.5]);
  });

  it('tells what was done today, and when that changes', async () => {
    await start();
    await vi.advanceTimersByTimeAsync(100);
    expect(feed.today.day()).toMatchObject({ kills: 7, rares: 7 });
    const listener = vi.fn();
    feed.today.subscribe(listener);
    await vi.advanceTimersByTimeAsync(30_100);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('counts as online who was heard of within a minute', async () => {
    livePlayers = [
      { character_name: 'A', ew: 1, ns: 2, last_seen: '2026-01-01T11:59:58Z' },
      { character_name: 'B', ew: 1, ns: 2, last_seen: '2026-01-01T11:55:00Z' },
    ];
    await start();
    await vi.advanceTimersByTimeAsync(300);
    expect(feed.connection()).toMatchObject({ state: 'live', online: 1, total: 2 });
  });

  it('sends a command and follows what becomes of it', async () => {
    await start();
    feed.send('A', '/vt start');
    const sent = JSON.parse(sockets.at(-1)?.sent.at(-1) ?? '{}');
    expect(sent).toMatchObject({ player_name: 'A', command: '/vt start' });
    hear({ type: 'command_status', id: sent.id, state: 'sent', why: '' });
    expect(feed.console.lines('A')[0]).toMatchObject({ state: 'sent', text: '/vt start' });
  });

  it('fails a command at once while it is not connected', async () => {
    await start();
    sockets.at(-1)?.onclose?.();
    feed.send('A', '/vt start');
    expect(feed.console.lines('A')[0]).toMatchObject({ state: 'failed', why: 'Not connected' });
  });

  it('is reconnecting after a break and offline after a minute', async () => {
    await start();
    sockets.at(-1)?.onclose?.();
    await vi.advanceTimersByTimeAsync(300);
    expect(feed.connection().state).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(61_000);
    expect(feed.connection().state).toBe('offline');
  });

  it('asks no more once the session has ended', async () => {
    status = 401;
    await start();
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(70_000);
    expect(asked.length).toBe(before);
    expect(feed.connection().state).toBe('offline');
  });

  it('hears of inventories only while somebody looks at one', async () => {
    await start();
    const heard: string[] = [];
    const types = () => JSON.parse(sockets.at(-1)?.sent.at(-1) ?? '{}').message_types as string[];
    const delta = {
      type: 'inventory_delta',
      timestamp: '2026-01-01T12:00:01Z',
      action: 'remove',
      item_id: 1,
    };
    expect(types()).not.toContain('inventory_delta');
    const leave = feed.watchInventory('Aldra', (at) => heard.push(at));
    expect(types()).toContain('inventory_delta');
    hear({ ...delta, character_name: 'Aldra' });
    hear({ ...delta, character_name: 'Dace' });
    hear({ type: 'gap', dropped: 3 });
    expect(heard).toEqual(['2026-01-01T12:00:01Z', '']);
    sockets.at(-1)?.onclose?.();
    await vi.advanceTimersByTimeAsync(2_000);
    sockets.at(-1)?.onopen?.();
    expect(types()).toContain('inventory_delta');
    expect(heard).toHaveLength(3);
    leave();
    expect(types()).not.toContain('inventory_delta');
  });
});
