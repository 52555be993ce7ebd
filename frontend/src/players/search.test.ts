import { expect, it } from 'vitest';
import { type PlayersSearch, readView, viewWords, writeView } from './search.ts';
import { readPreference } from './usePlayersPreference.ts';

it.each([
  [{ q: 'level:>275 quest:"ready"', scope: 'hunting', sort: '-kills', cols: 'name,kills' }],
  [{ q: 'a=b&c' }],
  [{}],
] satisfies [PlayersSearch][])('keeps the view %j', (search) => {
  const back = readView(writeView(search));
  expect(Object.fromEntries(Object.entries(back).filter(([, value]) => value !== undefined))).toEqual(search);
  expect(Object.keys(back).sort()).toEqual(['cols', 'q', 'scope', 'sort']);
});

it('says a view in few words', () => {
  expect(viewWords({ q: 'is:dead', scope: 'all', sort: '-kills' })).toBe('is:dead · all · by kills');
  expect(viewWords({})).toBe('');
});

it.each([
  [
    { cols: 'name,kills', sort: '-kills' },
    { cols: 'name,kills', sort: '-kills' },
  ],
  [{ cols: 5, sort: 'nonsense' }, {}],
  [null, {}],
  ['x', {}],
])('reads the preference %j', (content, want) => expect(readPreference(content)).toEqual(want));
