import { describe, expect, it } from 'vitest';
import { matrixOf, type QuestMatrix, shortClock } from './matrix.ts';
import { readQuestLogSearch } from './search.ts';

const now = Date.UTC(2026, 10, 23, 3);
const ready = { countdown: 'ready', ready: true, ready_at: null };
const in2h = { countdown: '02:00:00', ready: false, ready_at: new Date(now + 7_200_000).toISOString() };
const odd = { countdown: 'soon', ready: null, ready_at: null };
const raw: QuestMatrix = {
  characters: ['Aldra', 'Brisk', 'Cael'],
  quests: [
    { quest_name: 'gauntletflag', states: { Brisk: ready, Aldra: in2h, Cael: odd } },
    { quest_name: 'stipendtimer', states: { Cael: in2h } },
  ],
};
const names = (asked: Parameters<typeof matrixOf>[1]) => {
  const { quests, rows } = matrixOf(raw, asked, now);
  return [quests.map(({ name }) => name).join(), rows.map(({ character }) => character).join()];
};

describe('matrixOf', () => {
  it.each([
    [{}, 'gauntletflag,stipendtimer', 'Aldra,Brisk,Cael'],
    [{ q: 'STIP' }, 'stipendtimer', 'Aldra,Brisk,Cael'],
    [{ q: 'cael' }, 'gauntletflag,stipendtimer', 'Cael'],
    [{ q: 'nothing' }, 'gauntletflag,stipendtimer', ''],
    [{ show: 'ready' as const }, 'gauntletflag', 'Brisk'],
    [{ by: 'gauntletflag' }, 'gauntletflag,stipendtimer', 'Brisk,Aldra,Cael'],
    [{ by: 'stipendtimer' }, 'gauntletflag,stipendtimer', 'Cael,Aldra,Brisk'],
  ])('%j', (asked, quests, rows) => {
    expect(names(asked)).toEqual([quests, rows]);
  });

  it('counts who can do a quest, and it becomes ready by itself', () => {
    expect(matrixOf(raw, {}, now).quests.map((quest) => quest.ready)).toEqual([1, 0]);
    expect(matrixOf(raw, {}, now + 7_200_001).quests.map((quest) => quest.ready)).toEqual([2, 1]);
    expect(matrixOf(raw, {}, now).rows[2]?.standings.get('gauntletflag')).toEqual({
      leftMs: null,
      countdown: 'soon',
    });
  });
});

it.each([
  [86_400_000 * 2 + 3_600_000 * 5, '2d 05h'],
  [3_723_000, '01:02:03'],
  [1, '00:00:01'],
])('%i ms are %s', (ms, words) => expect(shortClock(ms)).toBe(words));

it('reads the address, without what makes no sense', () => {
  expect(readQuestLogSearch({ q: 5, show: 'ready', by: 'x' })).toEqual({ q: '5', show: 'ready', by: 'x' });
  expect(readQuestLogSearch({ show: 'all', by: '' })).toEqual({});
});
