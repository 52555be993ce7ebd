import { expect, it } from 'vitest';
import { readChannels, readChatSearch, readNames, writeList } from './search.ts';

it.each([
  [
    { ch: 'tells,allegiance,nonsense', who: "Aldra,Fen'ril Two", q: 'pull' },
    { ch: 'allegiance,tells', who: "Aldra,Fen'ril Two", q: 'pull' },
  ],
  [{ ch: 'nonsense', who: ',,', q: '' }, {}],
  [{ ch: 5, who: {}, q: 12 }, { q: '12' }],
  [{}, {}],
])('reads %j', (raw, search) => {
  expect(readChatSearch(raw)).toEqual(search);
});

it('writes what it reads', () => {
  expect(writeList(readChannels('tells,magic'))).toBe('tells,magic');
  expect(writeList(readNames('B,A,B'))).toBe('B,A');
  expect(writeList([])).toBeUndefined();
});
