import { describe, expect, it } from 'vitest';
import { readDay, sinceMidnight } from './day.ts';

describe('readDay', () => {
  it('joins kills and rares by name', () => {
    const day = readDay(
      {
        today: 30,
        characters: [
          { character_name: 'Aldra', all_time: 100, today: 20 },
          { character_name: 'Brisk', today: '10' },
        ],
      },
      { today: 1, characters: [{ character_name: 'Aldra', today: 1 }, null] },
    );
    expect(day.kills).toBe(30);
    expect(day.rares).toBe(1);
    expect([...day.byName]).toEqual([
      ['Aldra', { kills: 20, rares: 1 }],
      ['Brisk', { kills: 10, rares: 0 }],
    ]);
  });

  it.each([null, undefined, {}, 'x'])('is nothing for %j', (raw) => {
    expect(readDay(raw, raw)).toEqual({ kills: 0, rares: 0, byName: new Map() });
  });
});

it("sinceMidnight is the beginning of the user's own day", () => {
  const noon = new Date(2026, 10, 22, 12, 30).getTime();
  const at = new Date(decodeURIComponent(sinceMidnight(noon).slice('since='.length)));
  expect(at.getTime()).toBe(new Date(2026, 10, 22).getTime());
});
