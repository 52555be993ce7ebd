import { describe, expect, test } from 'vitest';
import { proofOf, workWords } from './proof.ts';
import { FIRST_VIEW, type RunView } from './runView.ts';
import { testSuit } from './testSuit.ts';
import type { SuitAnswer } from './types.ts';

const best = testSuit([], { covered: 19, armor_level: 2606 });
const running: RunView = { ...FIRST_VIEW, state: 'running', suits: [best], wanted: 20 };
const answer = { proven: false, infeasible: null } as SuitAnswer;
const at = (covered: number, armorLevel: number) => ({ covered, armorLevel });

describe('the proof in words', () => {
  test.each<[string, Partial<RunView>, string, string]>([
    ['before anything is known', { state: 'connecting', suits: [] }, 'Starting', ''],
    ['in the queue', { state: 'queued', ahead: 2, suits: [] }, 'Queued', '2 runs are ahead of it'],
    [
      'next in the queue',
      { state: 'queued', ahead: 0, suits: [] },
      'Queued',
      'Starts as soon as a place is free',
    ],
    ['before the first suit', { suits: [] }, 'Looking for a first suit', ''],
    ['without a bound', {}, 'Still searching', ''],
    [
      'two wishes from the bound',
      { bound: at(21, 2700) },
      'Within 2 of best, still searching',
      'bound 21 / 2\u2009700 · gap 2 wishes',
    ],
    [
      'with as many wishes as can be',
      { bound: at(19, 2700) },
      'Most wishes proven, still searching',
      'bound 19 / 2\u2009700 · gap 94 armour',
    ],
    ['at the bound', { bound: at(19, 2606) }, 'Best suit proven', 'bound 19 / 2\u2009606 · gap 0'],
    [
      'proven at the end',
      { state: 'done', bound: at(19, 2606), answer: { ...answer, proven: true } },
      'Best suit proven',
      'bound 19 / 2\u2009606 · gap 0',
    ],
    [
      'stopped one wish short',
      { state: 'cancelled', bound: at(20, 2700), answer },
      'Stopped: best so far',
      'At most 1 wish better possible',
    ],
    [
      'out of time with armour to gain',
      { state: 'done', bound: at(19, 2700), answer },
      'Stopped: best so far',
      'No suit meets more wishes; at most 94 armour better possible',
    ],
    [
      'stopped without a bound',
      { state: 'cancelled', answer },
      'Stopped: best so far',
      'How much better one could be is not known',
    ],
    ['stopped before the first suit', { state: 'cancelled', suits: [] }, 'Stopped before the first suit', ''],
    [
      'where the rules cannot be kept',
      { state: 'done', suits: [], answer: { ...answer, infeasible: { why: 'Too few pieces', relax: [] } } },
      'No suit keeps the rules',
      '',
    ],
    ['failed', { state: 'failed', failure: 'out of memory' }, 'The search failed', 'out of memory'],
  ])('%s', (_, view, title, detail) => {
    expect(proofOf({ ...running, ...view })).toMatchObject({ title, detail });
  });
});

test.each<[string, Partial<RunView>, string]>([
  ['the first is looked for', { phase: 'branch_and_bound' }, 'Branch and bound'],
  [
    'further ones are looked for',
    { bound: at(19, 2606) },
    'Looking for the next best: 1 of 10 kept, 3 pieces apart',
  ],
  ['it is over', { state: 'done', suits: [best, best] }, '2 suits kept, 3 pieces apart'],
  ['it waits', { state: 'queued' }, ''],
])('what goes on while %s', (_, view, words) => {
  expect(workWords({ ...running, ...view }, 10, 3)).toBe(words);
});
