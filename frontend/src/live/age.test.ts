import { expect, it } from 'vitest';
import { formatAge, formatCount, formatOnlineTime } from './age.ts';
import { COLOURS, colourOf } from './colours.ts';
import { commandProblem } from './command.ts';

it.each([
  [-5, '0 s'],
  [8_400, '8 s'],
  [14 * 60_000, '14 m'],
  [3 * 3_600_000 + 1, '3 h'],
  [50 * 3_600_000, '2 d'],
])('an age of %d ms is %s', (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

it.each([
  ['02:58:07', '2:58'],
  ['1.02:58:07', '26:58'],
  ['', null],
  ['soon', null],
])('an online time of %s is %s', (text, expected) => {
  expect(formatOnlineTime(text)).toBe(expected);
});

it.each([
  [12486, '12\u2009486'],
  [999, '999'],
  [191226310247, '191\u2009226\u2009310\u2009247'],
  [-1234, '−1\u2009234'],
  [null, '–'],
])('%s is written %s', (value, text) => {
  expect(formatCount(value)).toBe(text);
});

it('gives a character the same colour every time, and uses all of them', () => {
  expect(colourOf('Aldra')).toBe(colourOf('Aldra'));
  const used = new Set(Array.from({ length: 300 }, (_, i) => colourOf(`Mule ${i}`)));
  expect(used.size).toBe(COLOURS);
});

it.each([
  ['/vt start', null],
  ['', 'Type a command first.'],
  ['a\nb', 'A command is one line without control characters.'],
  ['é'.repeat(128), 'A command has at most 255 bytes; this one has 256.'],
])('a command %j is refused with %j', (command, why) => {
  expect(commandProblem(command)).toBe(why);
});
