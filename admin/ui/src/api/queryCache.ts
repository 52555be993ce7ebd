/** Names an answer of the server: ['rows', 'books', 'page', …]. Keys are the same where their JSON is. */
export type QueryKey = readonly unknown[];

export interface QueryOptions<T> {
  queryKey: QueryKey;
  queryFn: (context: { signal: AbortSignal }) => Promise<T>;
  /** false asks nothing. */
  enabled?: boolean | undefined;
  /** How long an answer is good, in milliseconds; ten seconds by default. */
  staleTime?: number;
  /** How long an answer is kept that nobody looks at, in milliseconds; five minutes by default. */
  gcTime?: number;
  /** false does not ask again after a failure. */
  retry?: boolean;
}

/** What is known of one answer; another object whenever something changes. */
export interface QueryState {
  data: unknown;
  error: unknown;
  status: 'pending' | 'success' | 'error';
  isFetching: boolean;
}

interface Entry {
  key: QueryKey;
  state: QueryState;
  /** When the answer came; 0 is stale, however long answers are good. */
  at: number;
  running: { promise: Promise<void>; control: AbortController } | null;
  observers: Set<Observer>;
  ending: ReturnType<typeof setTimeout> | undefined;
}

interface Observer {
  options: () => QueryOptions<unknown>;
  changed: () => void;
}

const nothing: QueryState = { data: undefined, error: null, status: 'pending', isFetching: false };

const STALE_MS = 10_000;
const KEPT_MS = 300_000;
const RETRY_MS = [1000, 3000];

export function hashOf(key: QueryKey): string {
  return JSON.stringify(key);
}

/**
 * The server's answers, by key. An answer is asked for once however many look at it, asked for anew when it is stale or
 * invalid and somebody looks, and dropped some time after nobody does.
 */
export class QueryClient {
  readonly #entries = new Map<string, Entry>();
  /** Whether a failure may pass by itself, and so is worth asking again. */
  readonly #passing: (error: unknown) => boolean;

  constructor(passing: (error: unknown) => boolean = () => false) {
    this.#passing = passing;
  }

  state(hash: string): QueryState {
    return this.#entries.get(hash)?.state ?? nothing;
  }

  /** Looks at an answer until the returned function is called, and asks for it where that is due. */
  observe(key: QueryKey, observer: Observer): () => void {
    const entry = this.#entry(key);
    clearTimeout(entry.ending);
    entry.observers.add(observer);
    this.#askIfDue(entry, observer);
    return () => {
      entry.observers.delete(observer);
      if (entry.observers.size > 0) return;
      // Somebody who is drawn anew looks again at once.
      entry.ending = setTimeout(() => {
        entry.running?.control.abort();
        entry.ending = setTimeout(() => this.#drop(entry), observer.options().gcTime ?? KEPT_MS);
      });
    };
  }

  /** Asks now, with the options of somebody who looks. */
  async refetch(key: QueryKey): Promise<void> {
    const entry = this.#entry(key);
    const [observer] = entry.observers;
    if (observer !== undefined) await this.#ask(entry, observer.options());
  }

  /** Makes every answer stale whose key begins so; those that are looked at are asked for anew. */
  async invalidateQueries({ queryKey }: { queryKey: QueryKey }): Promise<void> {
    const asked = this.#under(queryKey).map((entry) => {
      entry.at = 0;
      const observer = [...entry.observers].find((one) => one.options().enabled !== false);
      return observer === undefined ? undefined : this.#ask(entry, observer.options(), true);
    });
    await Promise.all(asked);
  }

  /** Forgets answers as if they had never come. */
  async resetQueries({ queryKey }: { queryKey: QueryKey }): Promise<void> {
    for (const entry of this.#under(queryKey)) {
      entry.running?.control.abort();
      entry.running = null;
      this.#set(entry, nothing);
    }
    await this.invalidateQueries({ queryKey });
  }

  getQueryData<T>(key: QueryKey): T | undefined {
    return this.state(hashOf(key)).data as T | undefined;
  }

  /** The answers that are known whose key begins so, the newest first. */
  getQueriesData<T>({ queryKey }: { queryKey: QueryKey }): T[] {
    return this.#under(queryKey)
      .filter(({ state }) => state.data !== undefined)
      .sort((a, b) => b.at - a.at)
      .map(({ state }) => state.data as T);
  }

  setQueryData<T>(key: QueryKey, data: T | ((before: T | undefined) => T)): void {
    const entry = this.#entry(key);
    const value = typeof data === 'function' ? (data as (before: unknown) => T)(entry.state.data) : data;
    entry.at = Date.now();
    this.#set(entry, { ...entry.state, data: value, error: null, status: 'success' });
  }

  clear(): void {
    for (const entry of this.#entries.values()) {
      entry.running?.control.abort();
      clearTimeout(entry.ending);
    }
    this.#entries.clear();
  }

  #entry(key: QueryKey): Entry {
    const hash = hashOf(key);
    let entry = this.#entries.get(hash);
    if (entry === undefined) {
      entry = { key, state: nothing, at: 0, running: null, observers: new Set(), ending: undefined };
      this.#entries.set(hash, entry);
    }
    return entry;
  }

  #under(prefix: QueryKey): Entry[] {
    return [...this.#entries.values()].filter(({ key }) =>
      prefix.every((part, i) => JSON.stringify(part) === JSON.stringify(key[i])),
    );
  }

  #drop(entry: Entry): void {
    if (entry.observers.size === 0) this.#entries.delete(hashOf(entry.key));
  }

  #askIfDue(entry: Entry, observer: Observer): void {
    const options = observer.options();
    if (options.enabled === false) return;
    const stale = entry.at === 0 || Date.now() - entry.at >= (options.staleTime ?? STALE_MS);
    if (stale) void this.#ask(entry, options);
  }

  #ask(entry: Entry, options: QueryOptions<unknown>, anew = false): Promise<void> {
    // An answer that is under way may be older than what made it stale.
    if (entry.running !== null && !anew) return entry.running.promise;
    entry.running?.control.abort();
    const control = new AbortController();
    const running = { promise: this.#run(entry, options, control), control };
    entry.running = running;
    this.#set(entry, { ...entry.state, isFetching: true });
    return running.promise;
  }

  async #run(entry: Entry, options: QueryOptions<unknown>, control: AbortController): Promise<void> {
    const { signal } = control;
    const current = () => entry.running?.control === control;
    // Who waits for a run that was given up for a later one waits for that one.
    const end = (state: Partial<QueryState>): Promise<void> | undefined => {
      if (!current()) return entry.running?.promise;
      entry.running = null;
      this.#set(entry, { ...entry.state, isFetching: false, ...state });
      return undefined;
    };
    // The caller puts this run into the entry before anything is asked.
    await Promise.resolve();
    for (let tries = 0; ; tries++) {
      try {
        const data = await options.queryFn({ signal });
        if (current()) entry.at = Date.now();
        return end({ data, error: null, status: 'success' });
      } catch (error) {
        if (signal.aborted) return end({});
        const wait = RETRY_MS[tries];
        if (options.retry === false || wait === undefined || !this.#passing(error)) {
          return end({ error, status: 'error' });
        }
        await new Promise((resolve) => setTimeout(resolve, wait));
        if (signal.aborted) return end({});
      }
    }
  }

  #set(entry: Entry, state: QueryState): void {
    entry.state = state;
    for (const observer of [...entry.observers]) observer.changed();
  }
}
