import type { RunState, Suit, SuitAnswer, SuitRun, UpperBound } from './types.ts';

/** How good a suit is, or can be at most. */
export interface Mark {
  covered: number;
  armorLevel: number;
}

/** Best and bound at a moment of the search, for the chart. */
export interface TracePoint {
  seconds: number;
  best: Mark | null;
  bound: Mark | null;
}

/** What is known of a run, live or finished. Never changed: an event makes a new one. */
export interface RunView {
  state: RunState | 'connecting';
  /** What the search is at, in the server's word. */
  phase: string;
  /** How many runs are before this one in the queue. */
  ahead: number;
  /** Best first. */
  suits: readonly Suit[];
  wanted: number;
  bound: Mark | null;
  /** How much of the search is done, 0 to 1; null while nobody can say. */
  share: number | null;
  seconds: number;
  trace: readonly TracePoint[];
  answer: SuitAnswer | null;
  failure: string;
}

export const FIRST_VIEW: RunView = {
  state: 'connecting',
  phase: '',
  ahead: 0,
  suits: [],
  wanted: 0,
  bound: null,
  share: null,
  seconds: 0,
  trace: [],
  answer: null,
  failure: '',
};

/** More moments than the chart has pixels are not worth keeping. */
const MOST_POINTS = 400;

/** One event of a run's stream. Numbers that are not there are not told. */
export type RunEvent =
  | { type: 'phase'; name: string; ahead?: number }
  | { type: 'suit'; rank: number; suit: Suit; seconds?: number }
  | {
      type: 'bound';
      covered?: number;
      wanted?: number;
      armor_level?: number;
      upper: UpperBound;
      seconds?: number;
    }
  | { type: 'progress'; share?: number | null; nodes?: number; seconds?: number }
  | { type: 'done'; state: RunState; answer: SuitAnswer | null }
  | { type: 'error'; title: string };

export const EVENT_NAMES = ['phase', 'suit', 'bound', 'progress', 'done', 'error'] as const;

/** Reads an event as it comes over the wire; null for one that this page does not know. */
export function readEvent(name: string, data: string): RunEvent | null {
  const type = EVENT_NAMES.find((known) => known === name);
  if (type === undefined) return null;
  try {
    const body: unknown = JSON.parse(data);
    return typeof body === 'object' && body !== null ? ({ ...body, type } as RunEvent) : null;
  } catch {
    return null;
  }
}

/** The run after some events, in their order. */
export function reduce(view: RunView, events: readonly RunEvent[]): RunView {
  return events.reduce(step, view);
}

function step(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'phase': {
      const queued = event.name === 'queued';
      return { ...view, state: queued ? 'queued' : 'running', phase: event.name, ahead: event.ahead ?? 0 };
    }
    case 'suit': {
      const suits = [...view.suits];
      // A stream may begin in the middle; a hole would be no suit at all.
      suits[Math.min(Math.max(event.rank - 1, 0), suits.length)] = event.suit;
      return traced({ ...view, suits, wanted: event.suit.wanted }, event.seconds);
    }
    case 'bound': {
      const bound = boundOf(event.upper);
      return traced({ ...view, bound, wanted: event.wanted ?? view.wanted }, event.seconds);
    }
    case 'progress':
      return { ...view, share: event.share ?? view.share, seconds: event.seconds ?? view.seconds };
    case 'done':
      return finished(view, event.state, event.answer);
    case 'error':
      return { ...view, state: 'failed', failure: event.title };
  }
}

function traced(view: RunView, at: number | undefined): RunView {
  const seconds = Math.max(at ?? view.seconds, view.seconds);
  const first = view.suits[0];
  const point: TracePoint = {
    seconds,
    best: first === undefined ? null : markOf(first),
    bound: view.bound,
  };
  const last = view.trace.at(-1);
  // The suits after the best one are not in the chart.
  if (last !== undefined && sameMark(last.best, point.best) && sameMark(last.bound, point.bound))
    return { ...view, seconds };
  const kept =
    view.trace.length < MOST_POINTS ? view.trace : view.trace.filter((_, i) => i === 0 || i % 2 === 1);
  return { ...view, seconds, trace: [...kept, point] };
}

function finished(view: RunView, state: RunState, answer: SuitAnswer | null): RunView {
  if (answer === null) return { ...view, state };
  const bound = boundOf(answer.upper_bound);
  const suits = answer.suits;
  return traced(
    { ...view, state, answer, suits, wanted: suits[0]?.wanted ?? view.wanted, bound, share: 1 },
    answer.seconds,
  );
}

/** What a run's own document says, before its stream says more. */
export function viewOf(run: SuitRun): RunView {
  const view: RunView = {
    ...FIRST_VIEW,
    state: run.state,
    ahead: run.ahead,
    failure: run.failure,
  };
  return run.answer === null ? view : { ...finished(view, run.state, run.answer), share: null };
}

export function isOver(state: RunView['state']): boolean {
  return state === 'done' || state === 'cancelled' || state === 'failed';
}

export function markOf(suit: Suit): Mark {
  return { covered: suit.covered, armorLevel: suit.armor_level };
}

function boundOf(upper: UpperBound): Mark {
  return { covered: upper.covered, armorLevel: upper.armor_level };
}

function sameMark(a: Mark | null, b: Mark | null): boolean {
  return a?.covered === b?.covered && a?.armorLevel === b?.armorLevel;
}
