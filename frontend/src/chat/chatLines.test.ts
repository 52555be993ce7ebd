import { expect, it } from 'vitest';
import type { LogLine } from '../live/console.ts';
import { channelOf, holds, mergeLogs, searchWords } from './chatLines.ts';

const chat = (text: string, atMs: number, color = 18): LogLine => ({
  kind: 'chat',
  key: `${atMs}${text}`,
  atMs,
  text,
  color,
});
const command: LogLine = {
  kind: 'command',
  key: 'c',
  id: 'c',
  atMs: 5,
  text: '/vt start',
  state: 'sent',
  why: '',
};
const any = () => true;

it('puts the lines of several characters in the order of their times', () => {
  const merged = mergeLogs(
    [
      ['A', [chat('one', 1), chat('three', 3)]],
      ['B', [chat('two', 2), command]],
    ],
    any,
    10,
  );
  expect(merged.map(({ name, line }) => `${name} ${line.text}`)).toEqual([
    'A one',
    'B two',
    'A three',
    'B /vt start',
  ]);
});

it('shows what many hear at once one time, with all who heard it', () => {
  const merged = mergeLogs(
    [
      ['A', [chat('[Allegiance] X says, "hi"', 1_000), chat('[Allegiance] X says, "hi"', 9_000)]],
      ['B', [chat('[Allegiance] X says, "hi"', 2_000)]],
      ['C', [chat('[Allegiance] X says, "hi"', 3_500), chat('[Allegiance] X says, "hi"', 9_900, 2)]],
    ],
    any,
    10,
  );
  expect(merged.map(({ name, also }) => [name, ...also].join())).toEqual(['A,B,C', 'A', 'C']);
});

it('does not take what one character hears twice for one', () => {
  expect(mergeLogs([['A', [chat('x', 1), chat('x', 2)]]], any, 10)).toHaveLength(2);
});

it('keeps the newest of what is wanted', () => {
  const lines = Array.from({ length: 9 }, (_, i) => chat(`line ${i}`, i * 10_000));
  const merged = mergeLogs([['A', lines]], (line) => line.text !== 'line 8', 2);
  expect(merged.map(({ line }) => line.text)).toEqual(['line 6', 'line 7']);
});

it('searches what is read, not the markup of it', () => {
  const line = chat('[General] <Tell:IIDString:1:Aun>Aun<\\Tell> says, "Heading to Cragstone"', 1);
  expect(holds(line, searchWords('cragstone  HEAD'))).toBe(true);
  expect(holds(line, searchWords('IIDString'))).toBe(false);
  expect(holds(line, searchWords(''))).toBe(true);
});

it('gives commands a channel of their own', () => {
  expect(channelOf(command)).toBe('commands');
  expect(channelOf(chat('x', 1, 3))).toBe('tells');
});
