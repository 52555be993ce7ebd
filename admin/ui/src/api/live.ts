import type { Person } from './types.ts';

/** Some rows of a type were written, by whomever. */
export interface Change {
  resource: string;
  /** At most 100. */
  ids: string[];
  /** There are more than ids names. */
  more?: boolean;
  action: string;
  by: Person;
}

type Message =
  | ({ type: 'change' } & Change)
  | { type: 'presence'; resource: string; id: string; people: Person[] }
  // Some changes were too many to be told.
  | { type: 'gap' };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** The close code of a session that has ended. */
const SIGNED_OUT = 4401;

export type LiveState = 'off' | 'connecting' | 'live';

/**
 * The admin's WebSocket: hears of changes and of who edits what, and tells what is looked at here. It comes back by
 * itself, waiting longer each time.
 */
export class Live {
  readonly #open: () => WebSocket;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitMs = FIRST_WAIT_MS;
  #state: LiveState = 'off';
  #opened = false;
  #watched = '';
  #edited: { resource: string; id: string } | null = null;
  #people = new Map<string, readonly Person[]>();
  readonly #changed = new Set<(change: Change) => void>();
  readonly #listeners = new Set<() => void>();
  readonly #gap = new Set<() => void>();

  constructor(open: () => WebSocket) {
    this.#open = open;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Who else edits a row. */
  people(resource: string, id: string): readonly Person[] {
    return this.#people.get(`${resource}/${id}`) ?? nobody;
  }

  /** All rows of a type that somebody edits, by id. The same map until somebody comes or goes. */
  get presence(): ReadonlyMap<string, readonly Person[]> {
    return this.#people;
  }

  start(): void {
    if (this.#socket !== null) return;
    this.#set('connecting');
    const socket = this.#open();
    this.#socket = socket;
    socket.onopen = () => {
      const again = this.#opened;
      this.#opened = true;
      this.#waitMs = FIRST_WAIT_MS;
      this.#people = new Map();
      this.#set('live');
      this.#say();
      if (again) this.#missed();
    };
    socket.onmessage = (event) => this.#hear(String(event.data));
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (event.code === SIGNED_OUT) return this.#set('off');
      this.#set('connecting');
      this.#timer = setTimeout(() => this.start(), this.#waitMs * (0.75 + Math.random() / 2));
      this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
    };
  }

  stop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#set('off');
  }

  /** Says which type's list is looked at; "" is none. */
  watch(resource: string): void {
    this.#watched = resource;
    this.#say();
  }

  /** Says which row is edited here; null is none. */
  edit(row: { resource: string; id: string } | null): void {
    this.#edited = row;
    this.#say();
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Hears that changes may have been missed: the line was cut, or they were too many. */
  onGap(listener: () => void): () => void {
    this.#gap.add(listener);
    return () => this.#gap.delete(listener);
  }

  /** Hears of a new state and of new presence; an arrow, for useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #say(): void {
    const socket = this.#socket;
    if (socket === null || this.#state !== 'live') return;
    if (this.#watched !== '') socket.send(JSON.stringify({ type: 'watch', resource: this.#watched }));
    socket.send(
      JSON.stringify(this.#edited === null ? { type: 'idle' } : { type: 'editing', ...this.#edited }),
    );
  }

  #hear(data: string): void {
    let message: Message;
    try {
      message = JSON.parse(data) as Message;
    } catch {
      return;
    }
    if (message.type === 'change') for (const listener of this.#changed) listener(message);
    if (message.type === 'gap') this.#missed();
    if (message.type === 'presence') {
      const people = new Map(this.#people);
      const key = `${message.resource}/${message.id}`;
      if (message.people.length === 0) people.delete(key);
      else people.set(key, message.people);
      this.#people = people;
      this.#tell();
    }
  }

  #missed(): void {
    for (const listener of this.#gap) listener();
  }

  #set(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const nobody: readonly Person[] = [];

/** Opens the live line of an API root such as "/admin/api". */
export function openLive(root: string): WebSocket {
  const url = new URL(`${root}/_live`, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return new WebSocket(url);
}
