import { describe, expect, test } from 'vitest';
import { readAlertsSearch } from './search.ts';
import { clock, lasting, minuteOf, newRule, sentence } from './words.ts';

describe('a rule in words', () => {
  const rule = newRule('Europe/Stockholm');
  test.each([
    [
      {
        ...rule,
        character_name: 'Mule*',
        cooldown_seconds: 3_600,
        group_seconds: 0,
        quiet_from_minute: 1_320,
        quiet_to_minute: 420,
      },
      'Tell us when anyone called Mule* is idle for 5 min, at most once an hour each, silent 22:00–07:00 Europe/Stockholm.',
    ],
    [
      { ...rule, kind: 'death' as const, char_tag: 'moss', cooldown_seconds: 0, group_seconds: 30 },
      'Tell us when anyone tagged moss dies, those within 30 s together.',
    ],
    [
      {
        ...rule,
        kind: 'low_tapers' as const,
        character_name: 'Dorn',
        grace_seconds: 0,
        cooldown_seconds: 0,
        group_seconds: 0,
      },
      'Tell us when Dorn has 100 tapers or fewer.',
    ],
    [
      { ...rule, kind: 'rare' as const, rare_tier: 'great' as const, cooldown_seconds: 0, group_seconds: 0 },
      'Tell us when anyone finds a great rare.',
    ],
    [
      { ...rule, kind: 'database' as const, grace_seconds: 90, group_seconds: 0 },
      'Tell us when the database takes nothing for 1 min 30 s, at most once in 15 min.',
    ],
  ])('%#', (given, said) => expect(sentence(given)).toBe(said));
});

test.each([
  [0, '0 s'],
  [45, '45 s'],
  [300, '5 min'],
  [4_800, '1 h 20 min'],
  [90_061, '1 d 1 h'],
])('%d seconds last %s', (seconds, said) => expect(lasting(seconds)).toBe(said));

test('times of day come back as they went', () => {
  for (const minute of [0, 59, 420, 1_320, 1_439]) expect(minuteOf(clock(minute))).toBe(minute);
  for (const none of ['', '25:00', 'x', '7']) expect(minuteOf(none)).toBeNull();
});

test('an address that makes no sense shows everything', () => {
  expect(readAlertsSearch({ kind: 'nonsense', who: '', rule: 'x', open: 'yes' })).toEqual({});
  expect(readAlertsSearch({ kind: 'idle', who: 'Dorn', rule: 3, open: true })).toEqual({
    kind: 'idle',
    who: 'Dorn',
    rule: 3,
    open: true,
  });
});
