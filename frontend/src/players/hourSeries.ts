/** Kills an hour over the last hour, by character, asked for as rows come into sight. */

const POINTS = 30;
const HOUR_MS = 3_600_000;
const STALE_MS = 120_000;
const AT_ONCE = 3;

/** Oldest first; null where nothing is known. */
export type HourSeries = readonly (number | null)[];

interface Entry {
  series: HourSeries | null;
  askedAtMs: number;
}

export class HourSeriesStore {
  private readonly ask: (path: string) => Promise<Response>;
  private readonly now: () => number;
  private readonly entries = new Map<string, Entry>();
  private readonly waiting: string[] = [];
  private readonly listeners = new Set<() => void>();
  private running = 0;

  constructor(ask: (path: string) => Promise<Response>, now: () => number) {
    this.ask = ask;
    this.now = now;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The series that is known; the same object until a newer one has come. */
  get(name: string): HourSeries | null {
    return this.entries.get(name)?.series ?? null;
  }

  /** Says that a character is in sight: its series is fetched, some at a time, if none or an old one is known. */
  want(name: string): void {
    const known = this.entries.get(name);
    if (known !== undefined && this.now() - known.askedAtMs < STALE_MS) return;
    this.entries.set(name, { series: known?.series ?? null, askedAtMs: this.now() });
    this.waiting.push(name);
    this.next();
  }

  private next(): void {
    while (this.running < AT_ONCE) {
      // Newest first: what came into sight last is what is looked at.
      const name = this.waiting.pop();
      if (name === undefined) return;
      this.running += 1;
      void this.fetch(name).finally(() => {
        this.running -= 1;
        this.next();
      });
    }
  }

  private async fetch(name: string): Promise<void> {
    const toMs = this.now();
    const query = new URLSearchParams({
      character: name,
      from: new Date(toMs - HOUR_MS).toISOString(),
      to: new Date(toMs).toISOString(),
      step: String(HOUR_MS / 1000 / POINTS),
    });
    try {
      const response = await this.ask(`/history?${query}`);
      if (!response.ok) return;
      const series = readHour(await response.json(), toMs);
      this.entries.set(name, { series, askedAtMs: toMs });
      for (const listener of this.listeners) listener();
    } catch {
      // The line stays away, or as it was; it is asked for again with the next look.
    }
  }
}

/** Sorts the columns of /history into equal parts of the hour that ends at that moment. */
export function readHour(raw: unknown, toMs: number): HourSeries {
  const { t, kills_per_hour: rates } = (raw ?? {}) as { t?: unknown; kills_per_hour?: unknown };
  const series = new Array<number | null>(POINTS).fill(null);
  if (!Array.isArray(t) || !Array.isArray(rates)) return series;
  t.forEach((seconds: unknown, i) => {
    const rate: unknown = rates[i];
    if (typeof seconds !== 'number' || typeof rate !== 'number') return;
    const at = Math.floor(((seconds * 1000 - (toMs - HOUR_MS)) / HOUR_MS) * POINTS);
    if (at >= 0 && at < POINTS) series[at] = rate;
    // A step that ends now may begin with the hour's last part.
    else if (at === POINTS) series[POINTS - 1] = rate;
  });
  return series;
}

/** Whether someone hunts better or worse now than over the hour: 1, -1, or 0 for as well as before. */
export function trend(series: HourSeries | null, now: number | null): -1 | 0 | 1 {
  const known = series?.filter((value) => value !== null) ?? [];
  if (now === null || known.length < 3) return 0;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  if (Math.abs(now - mean) < Math.max(10, mean * 0.08)) return 0;
  return now > mean ? 1 : -1;
}
