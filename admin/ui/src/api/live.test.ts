import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Live } from './live.ts';

/** A line as the browser has it, worked by hand. */
class Line {
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.onclose?.({ code: 1000 });
  }
  hear(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let lines: Line[];
let live: Live;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  live = new Live(() => {
    const line = new Line();
    lines.push(line);
    return line as unknown as WebSocket;
  });
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

const latest = () => lines.at(-1) as Line;

test('what is looked at and edited is told, again after the line was cut', () => {
  live.watch('books');
  live.start();
  latest().onopen?.();
  live.edit({ resource: 'books', id: '7' });
  expect(latest().sent.slice(-2)).toEqual([
    { type: 'watch', resource: 'books' },
    { type: 'editing', resource: 'books', id: '7' },
  ]);
  const gap = vi.fn();
  live.onGap(gap);
  latest().onclose?.({ code: 1006 });
  expect(live.state).toBe('connecting');
  vi.advanceTimersByTime(700);
  expect(lines).toHaveLength(2);
  latest().onopen?.();
  expect(live.state).toBe('live');
  expect(latest().sent).toEqual([
    { type: 'watch', resource: 'books' },
    { type: 'editing', resource: 'books', id: '7' },
  ]);
  expect(gap).toHaveBeenCalledTimes(1);
});

test('it waits longer each time, and not at all when one is signed out', () => {
  live.start();
  for (let i = 0; i < 8; i++) {
    latest().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(20_000);
  }
  expect(lines).toHaveLength(9);
  latest().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(5_000);
  expect(lines).toHaveLength(9);
  vi.advanceTimersByTime(20_000);
  latest().onclose?.({ code: 4401 });
  vi.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(10);
  expect(live.state).toBe('off');
});

test('changes and presence are passed on; what is no message is not', () => {
  const changes: unknown[] = [];
  live.onChange(({ ids }) => changes.push(ids));
  const listener = vi.fn();
  live.subscribe(listener);
  live.start();
  latest().onopen?.();
  latest().onmessage?.({ data: 'nonsense' });
  latest().hear({
    type: 'change',
    resource: 'books',
    ids: ['1'],
    action: 'update',
    by: { id: '2', name: 'bob' },
  });
  expect(changes).toEqual([['1']]);
  listener.mockClear();
  const bob = { id: '2', name: 'bob' };
  latest().hear({ type: 'presence', resource: 'books', id: '7', people: [bob] });
  expect(live.people('books', '7')).toEqual([bob]);
  expect([...live.presence.keys()]).toEqual(['books/7']);
  latest().hear({ type: 'presence', resource: 'books', id: '7', people: [] });
  expect(live.people('books', '7')).toEqual([]);
  expect(listener).toHaveBeenCalledTimes(2);
});

test('a gap is told', () => {
  const gap = vi.fn();
  live.onGap(gap);
  live.start();
  latest().onopen?.();
  expect(gap).not.toHaveBeenCalled();
  latest().hear({ type: 'gap', dropped: 3 });
  expect(gap).toHaveBeenCalledTimes(1);
});
