import { toEw, toNs, type View } from './projection.ts';

const STATUS_MS = 120;

/** What the page around the map wants to know of it. A new object whenever something of it changed. */
export interface MapStatus {
  view: View;
  /** Where the pointer is on the world; null when it is elsewhere. */
  pointer: { ew: number; ns: number } | null;
  hovering: boolean;
  /** The world has been drawn, or will never be. */
  world: 'loading' | 'ready' | 'failed';
}

/** Tells listeners of the map's status: at once what happens seldom, some times a second what changes by the frame. */
export class StatusTeller {
  private current: MapStatus;
  private toldMs = 0;
  private readonly listeners = new Set<() => void>();

  constructor(view: View) {
    this.current = { view, pointer: null, hovering: false, world: 'loading' };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly status = (): MapStatus => this.current;

  /** Tells a part that has changed, now. */
  say(part: Partial<MapStatus>): void {
    this.current = { ...this.current, ...part };
    for (const listener of this.listeners) listener();
  }

  /** Tells of the view and the pointer, given in pixels of the picture, if they changed and the last time is a while ago. */
  follow(nowMs: number, view: View, at: { x: number; y: number } | null, hovering: boolean): void {
    if (nowMs - this.toldMs < STATUS_MS) return;
    const last = this.current;
    const pointer = at === null ? null : { ew: toEw(view, at.x), ns: toNs(view, at.y) };
    const samePointer = pointer?.ew === last.pointer?.ew && pointer?.ns === last.pointer?.ns;
    if (samePointer && last.view === view && last.hovering === hovering) return;
    this.toldMs = nowMs;
    this.say({ view, pointer, hovering });
  }

  stop(): void {
    this.listeners.clear();
  }
}
