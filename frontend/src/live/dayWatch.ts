import { type Day, readDay, sinceMidnight } from './day.ts';

/** Keeps what was done today. Whoever owns it calls renew() now and then. */
export class DayWatch {
  private readonly ask: (path: string) => Promise<Response | null>;
  private readonly now: () => number;
  private readonly listeners = new Set<() => void>();
  private known: Day | null = null;

  /** `ask` answers null where the server gave nothing. */
  constructor(ask: (path: string) => Promise<Response | null>, now: () => number) {
    this.ask = ask;
    this.now = now;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Null until the server has told. */
  readonly day = (): Day | null => this.known;

  async renew(): Promise<void> {
    try {
      const since = sinceMidnight(this.now());
      const [kills, rares] = await Promise.all([
        this.ask(`/total-kills?${since}`),
        this.ask(`/total-rares?${since}`),
      ]);
      if (kills === null || rares === null) return;
      this.known = readDay(await kills.json(), await rares.json());
      for (const listener of this.listeners) listener();
    } catch {
      // The next round asks again.
    }
  }
}
