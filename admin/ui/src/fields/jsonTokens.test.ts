import { expect, test } from 'vitest';
import { jsonLines } from './jsonTokens.ts';

test.each([
  [
    '{"a": 1}',
    [
      ['', '{'],
      ['key', '"a"'],
      ['', ':'],
      ['', ' '],
      ['number', '1'],
      ['', '}'],
    ],
  ],
  [
    '["a\\"b", true, -1.5e3]',
    [
      ['', '['],
      ['quoted', '"a\\"b"'],
      ['', ', '],
      ['word', 'true'],
      ['', ', '],
      ['number', '-1.5e3'],
      ['', ']'],
    ],
  ],
  [
    '{"half',
    [
      ['', '{'],
      ['quoted', '"half'],
    ],
  ],
])('%s', (json, tokens) => {
  expect(jsonLines(json)[0]?.map(({ kind, text }) => [kind, text])).toEqual(tokens);
});

test('nothing is lost', () => {
  const json = '{\n  "a": [1, "x: y", null],\n\n  "b": tru\n}';
  expect(
    jsonLines(json)
      .map((line) => line.map(({ text }) => text).join(''))
      .join('\n'),
  ).toBe(json);
});
