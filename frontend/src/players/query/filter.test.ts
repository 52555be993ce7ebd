import { describe, expect, it } from 'vitest';
import { testPlayer } from '../testPlayer.ts';
import { type Known, playerFields } from './fields.ts';
import { readPlayerQuery } from './filter.ts';

const fields = playerFields(['stipendtimer_0812', 'gauntletflag']);
const known: Known = {
  day: { kills: 5, rares: 0, byName: new Map([['Aldra', { kills: 5, rares: 0 }]]) },
  ready: new Map([['Aldra', ['gauntletflag']]]),
  quests: [],
};
const place = {
  place: { name: 'Holtburg', kind: 'town', ew: 33.6, ns: 42.1 },
  distance: 7,
  side: 'NE',
} as const;
const everybody = [
  testPlayer('Aldra', 412, { level: 275, nearby: place, tag: 'moss' }),
  testPlayer('Brisk the Bold', 90, { level: 126, state: 'town' }),
  testPlayer('Cael', null, { level: null, state: 'dead', attention: true }),
  testPlayer('Dorn', 300, { level: 275, freshness: 'gone' }),
];
const found = (text: string) => {
  const { test, fault } = readPlayerQuery(text, fields);
  expect(fault).toBeNull();
  return everybody
    .filter((player) => test?.(player, known) ?? true)
    .map(({ name }) => name[0])
    .join('');
};

describe('readPlayerQuery', () => {
  it.each([
    ['', 'ABCD'],
    ['ald', 'A'],
    ['"the bold"', 'B'],
    ['level:>200 is:online', 'A'],
    ['level:>=126 -is:offline', 'AB'],
    ['is:hunting or is:town', 'AB'],
    ['is:(dead,town)', 'BC'],
    ['is:Attention', 'C'],
    ['-(is:online level:275)', 'BCD'],
    ['level:null', 'C'],
    ['level:100..200', 'B'],
    ['kph:>300', 'A'],
    ['near:holt tag:moss', 'A'],
    ['quest:ready', 'A'],
    ['quest:gaunt', 'A'],
    ['quest:"stipendtimer_0812"', ''],
    ['-quest:ready', 'BCD'],
    ['today:>=1', 'A'],
    ['name:(aldra,cael)', 'AC'],
    ['health:<50', ''],
  ])('%j finds %s', (text, names) => {
    expect(found(text)).toBe(names);
  });

  it.each([
    ['levle:>200', /no field/, 'level'],
    ['is:huntin', /nothing that a player is/, 'hunting'],
    ['kph:>fast', /number/, undefined],
    ['(is:dead', /./, undefined],
  ])('says what is wrong with %j', (text, message, fix) => {
    const { fault, test } = readPlayerQuery(text, fields);
    expect(fault?.message).toMatch(message);
    expect(fault?.fix).toBe(fix);
    expect(test).toBeNull();
  });
});
