import { expect, test } from 'vitest';
import { passwordFault } from './passwordRules.ts';
import { inventPassword, wordList } from './passwordWords.ts';

test.each([
  ['ten characters', '0123456789', undefined],
  ['nine characters', '012345678', 'Must have at least 10 characters.'],
  ['nothing', '', 'Must have at least 10 characters.'],
  ['72 bytes', 'ab'.repeat(36), undefined],
  ['73 bytes', `${'ab'.repeat(36)}c`, 'Must have at most 72 bytes (letters with accents take two or more).'],
  [
    '37 letters of two bytes',
    `${'äö'.repeat(18)}ä`,
    'Must have at most 72 bytes (letters with accents take two or more).',
  ],
  ['ten emoji', '🐸🐢🐍🦎🐊🐲🐉🦕🦖🐙', undefined],
  ['nine emoji', '🐸🐢🐍🦎🐊🐲🐉🦕🦖', 'Must have at least 10 characters.'],
  ['the own name in capitals', 'DAME ISOLDE', 'Must not be the user’s name.'],
  ['one character', 'aaaaaaaaaaaa', 'Must not be one character over and over.'],
])('a password of %s', (_, password, fault) => {
  expect(passwordFault('Dame Isolde', password)).toBe(fault);
});

test('an invented password keeps the rules, whatever is drawn', () => {
  const longest = [...wordList].sort((a, b) => b.length - a.length)[0];
  expect(passwordFault('', `${Array(5).fill(longest).join('-')}-99`)).toBeUndefined();
  expect(
    passwordFault(
      '',
      inventPassword(() => 0),
    ),
  ).toBeUndefined();
  expect(
    passwordFault(
      '',
      inventPassword((below) => below - 1),
    ),
  ).toBeUndefined();
  expect(inventPassword()).toMatch(/^([a-z]+-){5}\d\d$/);
});

test('the words are different ones, and enough of them', () => {
  expect(new Set(wordList).size).toBe(wordList.length);
  expect(wordList.length).toBeGreaterThanOrEqual(120);
});
