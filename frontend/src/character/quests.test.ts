import { expect, it } from 'vitest';
import { clockText, questsNow } from './quests.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const timer = (quest_name: string, ready: boolean | null, ready_at: string | null, countdown = '') => ({
  quest_name,
  ready,
  ready_at,
  countdown,
  timestamp: '2026-01-01T11:00:00Z',
});

it('puts ready quests first, then the soonest, then the unknown', () => {
  const quests = questsNow(
    [
      timer('late', false, '2026-01-02T12:00:00Z'),
      timer('odd', null, null, 'soon'),
      timer('soon', false, '2026-01-01T12:00:05Z'),
      timer('ran out', false, '2026-01-01T11:59:59Z'),
      timer('done', true, null, 'ready'),
    ],
    now,
  );
  expect(quests.map(({ name, ready }) => `${name} ${ready}`)).toEqual([
    'done true',
    'ran out true',
    'soon false',
    'late false',
    'odd false',
  ]);
});

it.each([
  [0, '00:00:00'],
  [1, '00:00:01'],
  [3_723_000, '01:02:03'],
  [86_400_000, '1d 00:00:00'],
  [442_070_000, '5d 02:47:50'],
])('writes %d ms as %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});
