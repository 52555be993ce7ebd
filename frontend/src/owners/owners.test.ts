import { expect, it } from 'vitest';
import { accessWords, matching, type OwnedCharacter } from './owners.ts';
import { readOwnersSearch } from './search.ts';

const of = (name: string, more: Partial<OwnedCharacter> = {}): OwnedCharacter => ({
  id: 1,
  name,
  server: 'Coldeve',
  tag: 'moss',
  hidden: false,
  first_seen_at: '',
  last_seen_at: '',
  access: [],
  ...more,
});
const erik = { user_id: 2, username: 'Erik', see_tells: true, command: false };

it.each([
  [erik, 'Erik: no commands, tells'],
  [{ ...erik, command: true }, 'Erik: tells'],
  [{ ...erik, see_tells: false, command: true }, 'Erik: as everybody'],
])('%#: what a user may do, in words', (access, words) => expect(accessWords(access)).toBe(words));

it.each([
  ['', 'Aldra,Dace'],
  ['ald', 'Aldra'],
  ['ERIK', 'Dace'],
  ['coldeve', 'Aldra,Dace'],
  ['nobody', ''],
])('%j finds %s', (text, names) => {
  const found = matching([of('Aldra'), of('Dace', { access: [erik] })], text);
  expect(found.map(({ name }) => name).join()).toBe(names);
});

it('reads the address, without what makes no sense', () => {
  expect(readOwnersSearch({ show: 'commands', q: 5 })).toEqual({ show: 'commands', q: '5' });
  expect(readOwnersSearch({ show: 'x', q: '' })).toEqual({});
});
