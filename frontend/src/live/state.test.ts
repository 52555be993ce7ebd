import { describe, expect, it } from 'vitest';
import {
  type Activity,
  deriveState,
  firstActivity,
  freshness,
  IDLE_ATTENTION_MS,
  needsAttention,
  noteDeath,
  noteReport,
  type Report,
} from './state.ts';

const report: Report = {
  ew: 10,
  ns: 10,
  kills: 100,
  killsPerHour: 0,
  totalDeaths: 5,
  vtState: 'Idle',
  jumped: false,
};
const wild = { vtState: 'Idle', indoors: false, townDistance: 9 };

function run(steps: [number, Partial<Report>][]): { activity: Activity; nowMs: number; last: Report } {
  let last = { ...report, ...steps[0]?.[1] };
  let nowMs = steps[0]?.[0] ?? 0;
  let activity = firstActivity(last, nowMs);
  for (const [at, change] of steps.slice(1)) {
    last = { ...last, jumped: false, ...change };
    nowMs = at;
    activity = noteReport(activity, last, nowMs);
  }
  return { activity, nowMs, last };
}

describe('deriveState', () => {
  it.each<[string, [number, Partial<Report>][], Partial<typeof wild>, string]>([
    ['the macro fights', [[0, { vtState: 'Combat' }]], { vtState: 'Combat' }, 'hunting'],
    [
      'a kill was counted',
      [
        [0, {}],
        [2000, { kills: 101 }],
      ],
      {},
      'hunting',
    ],
    [
      'it walks between two fights',
      [[0, { vtState: 'Nav', killsPerHour: 300 }]],
      { vtState: 'Nav' },
      'hunting',
    ],
    ['it walks and does not fight', [[0, { vtState: 'Nav' }]], { vtState: 'Nav' }, 'travelling'],
    [
      'it has come half a unit',
      [
        [0, {}],
        [2000, { ew: 10.3 }],
        [4000, { ew: 10.6 }],
      ],
      {},
      'travelling',
    ],
    ['it stands in a town', [[0, {}]], { townDistance: 0.8 }, 'town'],
    ['it stands in the wild', [[0, {}]], {}, 'idle'],
    ['it is inside', [[0, { vtState: 'Combat' }]], { vtState: 'Combat', indoors: true }, 'indoors'],
    [
      'a death was counted',
      [
        [0, { vtState: 'Combat' }],
        [2000, { totalDeaths: 6 }],
      ],
      {},
      'dead',
    ],
    [
      'it came through a portal',
      [
        [0, {}],
        [2000, { ew: 60, jumped: true }],
      ],
      {},
      'idle',
    ],
  ])('when %s', (_, steps, at, state) => {
    const { activity, nowMs } = run(steps);
    expect(deriveState(activity, { ...wild, ...at }, nowMs).state).toBe(state);
  });

  it('forgets the hunt three minutes after the last kill', () => {
    const { activity } = run([
      [0, {}],
      [2000, { kills: 101 }],
    ]);
    expect(deriveState(activity, wild, 2000 + 179_000).state).toBe('hunting');
    expect(deriveState(activity, wild, 2000 + 181_000).state).toBe('idle');
  });

  it('does not take a first count of deaths for a death', () => {
    const { activity, nowMs } = run([
      [0, { totalDeaths: null }],
      [2000, { totalDeaths: 57 }],
    ]);
    expect(deriveState(activity, wild, nowMs).state).toBe('idle');
  });

  it('ends travelling when the way ends', () => {
    const { activity, nowMs } = run([
      [0, {}],
      [4000, { ew: 10.6 }],
      [40_000, { ew: 11 }],
      [80_000, { ew: 11 }],
    ]);
    expect(deriveState(activity, wild, nowMs).state).toBe('idle');
  });
});

describe('a death', () => {
  it('lasts through the way to the lifestone, and tells since when', () => {
    const { activity } = run([
      [0, {}],
      [2000, { totalDeaths: 6 }],
      [4000, { ew: 60, jumped: true }],
      [6000, { ew: 60 }],
    ]);
    expect(deriveState(activity, wild, 60_000)).toEqual({ state: 'dead', sinceMs: 2000 });
  });

  it.each<[string, Partial<Report>]>([
    ['it kills', { kills: 101 }],
    ['it walks off', { ew: 60.6 }],
  ])('ends when %s', (_, change) => {
    const { activity, nowMs } = run([
      [0, {}],
      [2000, { totalDeaths: 6 }],
      [4000, { ew: 60, jumped: true }],
      [6000, change],
    ]);
    expect(activity.deadSinceMs).toBeNull();
    expect(deriveState(activity, wild, nowMs).state).not.toBe('dead');
  });

  it('told twice began with the first', () => {
    const once = noteDeath(firstActivity(report, 0), 1000);
    expect(noteDeath(once, 9000).deadSinceMs).toBe(1000);
  });
});

describe('needsAttention', () => {
  it.each([
    ['dead', 0, 'fresh', true],
    ['dead', 0, 'stale', false],
    ['idle', IDLE_ATTENTION_MS - 1, 'fresh', false],
    ['idle', IDLE_ATTENTION_MS, 'fresh', true],
    ['town', IDLE_ATTENTION_MS * 9, 'fresh', false],
    ['hunting', IDLE_ATTENTION_MS * 9, 'fresh', false],
  ] as const)('of one %s for %d ms and %s is %s', (state, ms, fresh, wanted) => {
    expect(needsAttention({ state, sinceMs: 0 }, fresh, ms)).toBe(wanted);
  });
});

describe('freshness', () => {
  it.each([
    [15_000, 'fresh'],
    [15_001, 'dim'],
    [60_001, 'stale'],
    [600_001, 'gone'],
    [Infinity, 'gone'],
  ])('after %d ms is %s', (ms, word) => {
    expect(freshness(ms)).toBe(word);
  });
});
