import { describe, expect, test } from 'vitest';
import type { Type } from '../api/types.ts';
import { BadJson } from '../fields/wire.ts';
import { books } from '../test/library.ts';
import { changedDraft, sectionsOf, unreadable, wireOf, writable } from './form.ts';

const base = { title: 'Dune', pages: 412, state: 'in', author: { id: '1', label: 'Frank' }, bought: null };
const frank = { id: '1', label: 'Frank' };

describe('changedDraft', () => {
  test.each([
    ['title', 'Dune 2', { title: 'Dune 2' }],
    ['title', 'Dune', {}],
    ['pages', '412', {}],
    ['pages', '413', { pages: '413' }],
    ['bought', null, {}],
    ['author', { ...frank, label: 'renamed' }, {}],
    ['author', null, { author: null }],
    ['tags', { add: [frank], remove: [] }, { tags: { add: [frank], remove: [] } }],
    ['tags', { add: [], remove: [] }, {}],
    ['secret', '', { secret: '' }],
    ['secret', undefined, {}],
  ])('%s = %j', (name, value, draft) => {
    expect(changedDraft(books, base, {}, name, value)).toEqual(draft);
  });

  test('what is changed back is no change', () => {
    expect(changedDraft(books, base, { title: 'x', pages: '1' }, 'title', 'Dune')).toEqual({ pages: '1' });
  });
});

test('a draft goes out in the forms of the wire', () => {
  const draft = { pages: '500', author: frank, tags: { add: [frank], remove: [] }, bought: null };
  expect(wireOf(books, draft)).toEqual({
    pages: 500,
    author: '1',
    tags: { add: ['1'], remove: [] },
    bought: null,
  });
});

test('what is typed and cannot be read is told by field', () => {
  expect(unreadable({ a: new BadJson('{', 'it ends'), b: 1 })).toEqual({ a: 'it ends' });
});

test('a foreign key is shown as its edge, once; groups have their own heading', () => {
  const grouped: Type = {
    ...books,
    fields: books.fields.map((f) => (f.name === 'pages' ? { ...f, group: 'Physical' } : f)),
  };
  const sections = sectionsOf(grouped, false).map(({ title, items }) => [title, items.map((i) => i.name)]);
  expect(sections).toEqual([
    ['', ['title', 'state', 'bought', 'author', 'secret']],
    ['Physical', ['pages']],
  ]);
});

test('what can be given once is fixed afterwards', () => {
  const field = { name: 'title', label: 'Title', kind: 'string' as const, creatable: true };
  const item = { name: 'title', label: 'Title', field };
  expect(writable(books, item, true)).toBe(true);
  expect(writable(books, item, false)).toBe(false);
});
