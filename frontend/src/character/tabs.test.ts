import { expect, it } from 'vitest';
import { readCharacterSearch } from './search.ts';
import { readTab } from './tabs.ts';

it.each([
  [undefined, ''],
  ['skills', ''],
  ['vitals', ''],
  ['quests', 'quests'],
  ['history', 'history'],
  ['constructor', null],
  ['', ''],
])('the word %s is the tab %s', (word, tab) => {
  expect(readTab(word)).toBe(tab);
});

it('reads the address, without what makes no sense', () => {
  expect(readCharacterSearch({ range: '7d', show: 'ready' })).toEqual({ range: '7d', show: 'ready' });
  expect(readCharacterSearch({ range: '2h', show: 5 })).toEqual({});
});
