import { type LiveEvent, readFrame, SUBSCRIBE } from './protocol.ts';

export type SocketState = 'closed' | 'connecting' | 'open';

/** The part of a WebSocket that is used here; tests bring their own. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface SocketOptions {
  open: () => SocketLike;
  onEvents: (events: LiveEvent[]) => void;
  /** `again` is true from the second time on: something may have been missed in between. */
  onOpen: (again: boolean) => void;
  onState: (state: SocketState) => void;
  setTimer?: (run: () => void, ms: number) => unknown;
  clearTimer?: (timer: unknown) => void;
  random?: () => number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** How long to wait before the attempt of that number (0 = first): doubling, up to half of it left to chance. */
export function reconnectDelayMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return Math.round(full * (0.5 + random / 2));
}

/** The page's one socket to /ws/live. Reconnects until it is stopped. */
export class LiveSocket {
  private readonly options: Required<SocketOptions>;
  private socket: SocketLike | null = null;
  private timer: unknown = null;
  private attempt = 0;
  private opened = 0;
  private running = false;
  private isOpen = false;

  constructor(options: SocketOptions) {
    this.options = {
      setTimer: (run, ms) => setTimeout(run, ms),
      clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
      random: Math.random,
      ...options,
    };
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.connect();
  }

  stop(): void {
    this.running = false;
    if (this.timer !== null) this.options.clearTimer(this.timer);
    this.timer = null;
    const socket = this.socket;
    this.drop();
    socket?.close();
    this.options.onState('closed');
  }

  /** Tries at once instead of waiting out the delay: the network came back, the page became visible. */
  hurry(): void {
    if (!this.running || this.timer === null) return;
    this.options.clearTimer(this.timer);
    this.timer = null;
    this.connect();
  }

  /** Sends one object; false when there is no open socket to send it on. */
  send(message: object): boolean {
    if (this.socket === null || !this.isOpen) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private connect(): void {
    this.options.onState('connecting');
    let socket: SocketLike;
    try {
      socket = this.options.open();
    } catch {
      this.retry();
      return;
    }
    this.socket = socket;
    socket.onopen = () => {
      this.isOpen = true;
      socket.send(SUBSCRIBE);
      this.opened += 1;
      this.options.onState('open');
      this.options.onOpen(this.opened > 1);
    };
    socket.onmessage = ({ data }) => {
      // Only a frame proves that the server is well: an upgrade that is closed at once must not reset the wait.
      this.attempt = 0;
      if (typeof data !== 'string') return;
      const events = readFrame(data);
      if (events.length > 0) this.options.onEvents(events);
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.drop();
      if (this.running) this.retry();
    };
  }

  private drop(): void {
    if (this.socket !== null) {
      this.socket.onopen = null;
      this.socket.onmessage = null;
      this.socket.onclose = null;
    }
    this.socket = null;
    this.isOpen = false;
  }

  private retry(): void {
    this.options.onState('connecting');
    const wait = reconnectDelayMs(this.attempt, this.options.random());
    this.attempt += 1;
    this.timer = this.options.setTimer(() => {
      this.timer = null;
      this.connect();
    }, wait);
  }
}
