import { expect, test } from 'vitest';
import { distanceOf, resolveTime, timeWords } from './times.ts';

const now = new Date(Date.UTC(2026, 10, 22, 18, 30, 15));

test.each([
  ['now', now],
  ['now-90m', new Date(Date.UTC(2026, 10, 22, 17, 0, 15))],
  ['today', new Date(Date.UTC(2026, 10, 22))],
  ['TODAY-7d', new Date(Date.UTC(2026, 10, 15))],
  ['yesterday', new Date(Date.UTC(2026, 10, 21))],
  ['today-1mo+2d', new Date(Date.UTC(2026, 9, 24))],
  ['now-2w', new Date(Date.UTC(2026, 10, 8, 18, 30, 15))],
  ['now-1y', new Date(Date.UTC(2025, 10, 22, 18, 30, 15))],
  ['2026', new Date(Date.UTC(2026, 0, 1))],
  ['2026-11', new Date(Date.UTC(2026, 10, 1))],
  ['2026-11-22', new Date(Date.UTC(2026, 10, 22))],
  ['2026-11-22T17:00:00Z', new Date('2026-11-22T17:00:00Z')],
])('%s is %s', (text, at) => {
  expect(resolveTime(text, now)).toEqual(at);
});

test.each(['', 'soon', '7', 'now-7', '12 November'])('%j is no time', (text) => {
  expect(resolveTime(text, now)).toBeNull();
});

test.each([
  ['now-7d', { amount: 7, unit: 'd' }],
  ['today-1mo', { amount: 1, unit: 'mo' }],
  ['now+7d', null],
  ['today-1mo+2d', null],
])('%s is %j back', (text, distance) => {
  expect(distanceOf(text)).toEqual(distance);
});

test.each([
  ['now-7d', { words: '7 days ago', exact: '15 Nov 2026' }],
  ['now-1h', { words: '1 hour ago', exact: '22 Nov 2026' }],
  ['today', { words: 'today', exact: '22 Nov 2026' }],
  ['now', { words: 'now', exact: '' }],
  ['2026-11', { words: '2026-11', exact: '' }],
  ['2026-11-22', { words: '22 Nov 2026', exact: '' }],
  ['nonsense', { words: 'nonsense', exact: '' }],
])('%s reads %j', (text, words) => {
  expect(timeWords(text, now)).toEqual(words);
});
