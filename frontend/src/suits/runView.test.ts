import { describe, expect, test } from 'vitest';
import { FIRST_VIEW, type RunEvent, readEvent, reduce, viewOf } from './runView.ts';
import { testPiece, testSuit } from './testSuit.ts';
import type { SuitAnswer, SuitRun } from './types.ts';

const first = testSuit([testPiece(1, 'head')], { covered: 15, armor_level: 2000 });
const better = testSuit([testPiece(2, 'head')], { covered: 19, armor_level: 2606 });
const second = testSuit([testPiece(3, 'head')], { covered: 18, armor_level: 2500 });
const answer: SuitAnswer = {
  upper_bound: { covered: 19, armor_level: 2606 },
  proven: true,
  seconds: 0.4,
  suits: [better, second],
  unmet: [],
  runner_up: {},
  fetch: [],
  worn: null,
  candidates: {},
  pieces: { in_play: 3, of: 3 },
  reachable: { armor_level: 3000 },
  covered: 19,
  wanted: 20,
  armor_level: 2606,
  gap: 0,
  first_suit_seconds: 0.01,
  infeasible: null,
};

describe('a stream', () => {
  const story: RunEvent[] = [
    { type: 'phase', name: 'queued', ahead: 2 },
    { type: 'phase', name: 'search' },
    { type: 'bound', upper: { covered: 20, armor_level: 3000 }, wanted: 20, seconds: 0.01 },
    { type: 'suit', rank: 1, suit: first, seconds: 0.02 },
    { type: 'progress', share: 0.3, seconds: 0.05 },
    { type: 'suit', rank: 1, suit: better, seconds: 0.1 },
    { type: 'bound', upper: { covered: 19, armor_level: 2606 }, seconds: 0.17 },
    { type: 'suit', rank: 2, suit: second, seconds: 0.3 },
    { type: 'done', state: 'done', answer },
  ];

  test('tells the run step by step', () => {
    expect(reduce(FIRST_VIEW, story.slice(0, 1))).toMatchObject({ state: 'queued', ahead: 2 });
    expect(reduce(FIRST_VIEW, story.slice(0, 2))).toMatchObject({ state: 'running', ahead: 0, suits: [] });
    const found = reduce(FIRST_VIEW, story.slice(0, 5));
    expect(found).toMatchObject({ suits: [first], bound: { covered: 20 }, share: 0.3, seconds: 0.05 });
    const over = reduce(FIRST_VIEW, story);
    expect(over).toMatchObject({ state: 'done', suits: [better, second], share: 1, seconds: 0.4, answer });
  });

  test('makes the same whether its events come in one bunch or in many', () => {
    const many = story.reduce((view, event) => reduce(view, [event]), FIRST_VIEW);
    expect(many).toEqual(reduce(FIRST_VIEW, story));
  });

  test('keeps a trace of best and bound, without moments that change neither', () => {
    expect(
      reduce(FIRST_VIEW, story).trace.map(({ seconds, best, bound }) => [
        seconds,
        best?.covered,
        bound?.covered,
      ]),
    ).toEqual([
      [0.01, undefined, 20],
      [0.02, 15, 20],
      [0.1, 19, 20],
      [0.17, 19, 19],
    ]);
  });

  test('told twice is as told once', () => {
    const again = reduce(reduce(FIRST_VIEW, story), story.slice(3, 7));
    expect(again.suits).toHaveLength(2);
  });

  test('that begins in the middle leaves no hole', () => {
    expect(reduce(FIRST_VIEW, [{ type: 'suit', rank: 3, suit: second }]).suits).toEqual([second]);
  });

  test('that fails says why', () => {
    expect(reduce(FIRST_VIEW, [{ type: 'error', title: 'out of memory' }])).toMatchObject({
      state: 'failed',
      failure: 'out of memory',
    });
  });

  test('of any length keeps a trace of bounded length, from its first moment on', () => {
    const events: RunEvent[] = Array.from({ length: 5000 }, (_, i) => ({
      type: 'bound',
      upper: { covered: 9000 - i, armor_level: 0 },
      seconds: i,
    }));
    const { trace } = reduce(FIRST_VIEW, events);
    expect(trace.length).toBeLessThanOrEqual(401);
    expect(trace[0]?.seconds).toBe(0);
    expect(trace.at(-1)?.seconds).toBe(4999);
  });
});

test.each([
  ['suit', '{"rank":1}', { type: 'suit', rank: 1 }],
  ['error', '{"title":"no"}', { type: 'error', title: 'no' }],
  ['ping', '{}', null],
  ['suit', '', null],
  ['suit', '3', null],
])('event %s with %s', (name, data, event) => {
  expect(readEvent(name, data)).toEqual(event);
});

describe('a run read back', () => {
  const run: SuitRun = {
    id: '1',
    state: 'done',
    ahead: 0,
    username: 'erik',
    request: {},
    created_at: '2026-11-22T20:00:00Z',
    started_at: null,
    finished_at: null,
    failure: '',
    answer,
  };

  test('shows its answer', () => {
    expect(viewOf(run)).toMatchObject({ state: 'done', suits: [better, second], seconds: 0.4 });
  });

  test('that waits says how many are before it', () => {
    expect(viewOf({ ...run, state: 'queued', ahead: 3, answer: null })).toMatchObject({
      state: 'queued',
      ahead: 3,
      suits: [],
    });
  });
});
