import type { components } from '../api/schema.d.ts';

export type QuestMatrix = components['schemas']['QuestMatrix'];
type QuestState = components['schemas']['QuestState'];

/** Where a quest stands for a character: ready, ready in so many milliseconds, or told in words that nobody reads. */
export interface Standing {
  leftMs: number | null;
  countdown: string;
}

export interface MatrixRow {
  character: string;
  /** By quest; none where it has no timer. */
  standings: ReadonlyMap<string, Standing>;
  ready: number;
}

export interface Matrix {
  quests: readonly { name: string; ready: number }[];
  rows: readonly MatrixRow[];
}

interface Asked {
  q?: string | undefined;
  show?: 'ready' | undefined;
  by?: string | undefined;
}

/**
 * The matrix as it is asked for. A text is part of quests' names, or, where it is of none, of characters'. Rows are by
 * name, or those first who can do one quest first.
 */
export function matrixOf(raw: QuestMatrix, asked: Asked, nowMs: number): Matrix {
  const wanted = (asked.q ?? '').trim().toLowerCase();
  const found = raw.quests.filter(({ quest_name }) => quest_name.toLowerCase().includes(wanted));
  const byQuest = found.length > 0;
  const columns = byQuest ? found : raw.quests;
  const names = byQuest
    ? raw.characters
    : raw.characters.filter((name) => name.toLowerCase().includes(wanted));

  let rows = names.map((character): MatrixRow => {
    const standings = new Map<string, Standing>();
    for (const { quest_name, states } of columns) {
      const state = states[character];
      if (state !== undefined) standings.set(quest_name, standingOf(state, nowMs));
    }
    const ready = [...standings.values()].filter(({ leftMs }) => leftMs === 0).length;
    return { character, standings, ready };
  });
  if (asked.show === 'ready') rows = rows.filter(({ ready }) => ready > 0);
  const { by } = asked;
  if (by !== undefined) {
    const left = ({ standings }: MatrixRow) => standings.get(by)?.leftMs ?? Infinity;
    // Two who have no timer are equal: infinity less infinity is no number.
    rows.sort((a, b) => (left(a) === left(b) ? 0 : left(a) - left(b)));
  }
  const quests = columns.map(({ quest_name: name }) => ({
    name,
    ready: rows.filter(({ standings }) => standings.get(name)?.leftMs === 0).length,
  }));
  return { quests: asked.show === 'ready' ? quests.filter(({ ready }) => ready > 0) : quests, rows };
}

function standingOf(state: QuestState, nowMs: number): Standing {
  const readyAt = state.ready_at === null ? Number.NaN : Date.parse(state.ready_at);
  const left = Number.isFinite(readyAt) ? Math.max(0, readyAt - nowMs) : null;
  return { leftMs: state.ready === true ? 0 : left, countdown: state.countdown };
}

/** "2d 05h", "05:12:09": short enough for a column. */
export function shortClock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  if (days > 0) return `${days}d ${two(hours)}h`;
  return `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
