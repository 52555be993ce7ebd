import type { components } from '../api/schema.d.ts';

export type QuestTimer = components['schemas']['QuestTimer'];

/** A quest as it stands now. */
export interface QuestNow {
  name: string;
  ready: boolean;
  /** Milliseconds until it is ready; null where that is not known. */
  leftMs: number | null;
  /** What the plugin wrote, for a countdown that cannot be read. */
  countdown: string;
  heardAt: string;
}

/** Quests at a moment: ready ones first, then those that are ready soonest, then those of which that is not known. */
export function questsNow(timers: readonly QuestTimer[], nowMs: number): QuestNow[] {
  const quests = timers.map((timer): QuestNow => {
    const readyAt = timer.ready_at === null ? Number.NaN : Date.parse(timer.ready_at);
    const leftMs = timer.ready === true ? 0 : Number.isFinite(readyAt) ? Math.max(0, readyAt - nowMs) : null;
    return {
      name: timer.quest_name,
      ready: leftMs === 0,
      leftMs,
      countdown: timer.countdown,
      heardAt: timer.timestamp,
    };
  });
  return quests.sort(
    (a, b) =>
      (a.leftMs ?? Infinity) - (b.leftMs ?? Infinity) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

/** "1d 02:03:04", as the game writes it. */
export function clockText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days}d ${clock}` : clock;
}
