import { beforeEach, describe, expect, it } from 'vitest';
import type { LiveEvent } from './protocol.ts';
import { LiveSocket, reconnectDelayMs, type SocketLike, type SocketState } from './socket.ts';

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: string[] = [];
  closed = false;

  send(text: string) {
    this.sent.push(text);
  }

  close() {
    this.closed = true;
  }
}

let sockets: FakeSocket[];
let timers: { run: () => void; ms: number }[];
let states: SocketState[];
let opens: boolean[];
let events: LiveEvent[];
let socket: LiveSocket;

function latest(): FakeSocket {
  const last = sockets.at(-1);
  if (last === undefined) throw new Error('no socket was opened');
  return last;
}

beforeEach(() => {
  sockets = [];
  timers = [];
  states = [];
  opens = [];
  events = [];
  socket = new LiveSocket({
    open: () => {
      const fake = new FakeSocket();
      sockets.push(fake);
      return fake;
    },
    onEvents: (heard) => events.push(...heard),
    onOpen: (again) => opens.push(again),
    onState: (state) => states.push(state),
    setTimer: (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return timer;
    },
    clearTimer: (timer) => {
      timers = timers.filter((each) => each !== timer);
    },
    random: () => 1,
  });
});

function breakOff() {
  latest().onclose?.();
}

function waitOut(): number {
  const timer = timers.shift();
  timer?.run();
  return timer?.ms ?? -1;
}

describe('LiveSocket', () => {
  it('subscribes as soon as it is open', () => {
    socket.start();
    latest().onopen?.();
    expect(latest().sent.map((text) => JSON.parse(text).type)).toEqual(['subscribe']);
    expect(states.at(-1)).toBe('open');
    expect(opens).toEqual([false]);
  });

  it('hands on what it hears', () => {
    socket.start();
    latest().onopen?.();
    latest().onmessage?.({ data: '{"character_name":"A","ew":1,"ns":2}' });
    latest().onmessage?.({ data: 'noise' });
    latest().onmessage?.({ data: new ArrayBuffer(2) });
    expect(events).toHaveLength(1);
  });

  it('waits longer after each failure, up to fifteen seconds, and starts afresh once it has heard something', () => {
    socket.start();
    const waits = Array.from({ length: 7 }, () => {
      breakOff();
      return waitOut();
    });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
    latest().onopen?.();
    breakOff();
    expect(waitOut()).toBe(15_000);
    latest().onopen?.();
    latest().onmessage?.({ data: '{}' });
    breakOff();
    expect(waitOut()).toBe(500);
  });

  it('says that it is open again, so that what was missed can be fetched', () => {
    socket.start();
    latest().onopen?.();
    breakOff();
    waitOut();
    latest().onopen?.();
    expect(opens).toEqual([false, true]);
  });

  it('hurries when asked and does not connect twice', () => {
    socket.start();
    breakOff();
    socket.hurry();
    expect(sockets).toHaveLength(2);
    expect(timers).toHaveLength(0);
    socket.hurry();
    expect(sockets).toHaveLength(2);
  });

  it('sends only while it is open', () => {
    socket.start();
    expect(socket.send({ a: 1 })).toBe(false);
    latest().onopen?.();
    expect(socket.send({ a: 1 })).toBe(true);
    breakOff();
    expect(socket.send({ a: 1 })).toBe(false);
  });

  it('stays closed once it is stopped', () => {
    socket.start();
    const only = latest();
    only.onopen?.();
    socket.stop();
    only.onclose?.();
    expect(only.closed).toBe(true);
    expect(timers).toHaveLength(0);
    expect(states.at(-1)).toBe('closed');
  });

  it('tries again when opening itself fails', () => {
    let failures = 2;
    const shaky = new LiveSocket({
      open: () => {
        if (failures-- > 0) throw new Error('no network');
        const fake = new FakeSocket();
        sockets.push(fake);
        return fake;
      },
      onEvents: () => undefined,
      onOpen: () => undefined,
      onState: () => undefined,
      setTimer: (run) => {
        run();
        return null;
      },
      random: () => 0,
    });
    shaky.start();
    expect(sockets).toHaveLength(1);
  });
});

it('leaves half of the wait to chance', () => {
  expect(reconnectDelayMs(0, 0)).toBe(250);
  expect(reconnectDelayMs(0, 1)).toBe(500);
  expect(reconnectDelayMs(20, 0)).toBe(7500);
});
