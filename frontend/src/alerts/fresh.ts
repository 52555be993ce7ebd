import { isKind, type Kind } from './kinds.ts';

/** What a frame of /ws/live tells of an alert; it comes again when the alert changes. */
export interface LiveAlert {
  id: number;
  kind: Kind;
  rule: string;
  character: string;
  why: string;
  /** Somebody is to be told: it is new, nobody took note, and no quiet hours held it back. */
  news: boolean;
}

export function readLiveAlert(raw: Record<string, unknown>): LiveAlert | null {
  if (typeof raw.id !== 'number' || !isKind(raw.kind)) return null;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    id: raw.id,
    kind: raw.kind,
    rule: text(raw.rule_name),
    character: text(raw.character_name),
    why: text(raw.why),
    news: raw.silenced === null && raw.acknowledged_at === null && raw.ended_at === null,
  };
}

/** The alerts that came while nobody looked at their page. */
export class FreshAlerts {
  private readonly ids = new Set<number>();

  get count(): number {
    return this.ids.size;
  }

  /** Takes a frame in; true when the count has changed. looking says that the page of alerts is in sight. */
  take(alert: LiveAlert, looking: boolean): boolean {
    const before = this.ids.size;
    if (alert.news && !looking) this.ids.add(alert.id);
    else if (!alert.news) this.ids.delete(alert.id);
    return this.ids.size !== before;
  }

  clear(): boolean {
    const had = this.ids.size > 0;
    this.ids.clear();
    return had;
  }
}

/** A tab's title with the number of new alerts before it. */
export function withCount(title: string, count: number): string {
  const plain = title.replace(/^\(\d+\) /, '');
  return count === 0 ? plain : `(${count}) ${plain}`;
}
