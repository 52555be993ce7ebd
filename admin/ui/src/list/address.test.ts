import { expect, test } from 'vitest';
import { changed, readAddress, writeAddress } from './address.ts';

test('an address survives being written and read', () => {
  const address = {
    ...readAddress(''),
    filter: 'title~"a & b" (year>1990 or author.name:(x, y))',
    search: 'ä+b?',
    sort: '-year,author',
    tab: 'scope:Open',
  };
  const query = writeAddress(address);
  expect(query.startsWith('?')).toBe(true);
  expect(readAddress(query)).toEqual(address);
});

test('as at first it has no query', () => {
  expect(writeAddress(readAddress(''))).toBe('');
});

test.each([
  [{ filter: 'a:1' }, { after: '', filter: 'a:1' }],
  [{ before: 'c' }, { after: '', before: 'c' }],
])('a change of %j leaves the page', (change, wanted) => {
  expect(changed({ ...readAddress(''), after: 'x' }, change)).toMatchObject(wanted);
});
