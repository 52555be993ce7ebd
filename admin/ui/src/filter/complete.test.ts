import { describe, expect, it } from 'vitest';
import type { Edge, Field, Type } from '../api/types.ts';
import { complete } from './complete.ts';
import { targetAt } from './targets.ts';

const field = (name: string, kind: Field['kind'], more: Partial<Field> = {}): Field => ({
  name,
  kind,
  label: name.replace(/^./, (c) => c.toUpperCase()),
  filterable: true,
  ...more,
});
const edge = (name: string, type: string, rel: Edge['rel'], required = false): Edge => ({
  name,
  label: name.replace(/^./, (c) => c.toUpperCase()),
  type,
  rel,
  required,
});
const type = (slug: string, fields: Field[], edges: Edge[]): Type => ({
  name: slug,
  slug,
  label: slug,
  plural: slug,
  id: { kind: 'int' },
  fields,
  edges,
  title: [],
  columns: [],
  rights: {
    view: true,
    create: false,
    update: false,
    delete: false,
    export: false,
    import: false,
    actions: [],
  },
});

const books = type(
  'books',
  [
    field('title', 'string'),
    field('status', 'enum', {
      choices: [
        { value: 'draft', label: 'Draft' },
        { value: 'in print', label: 'In print' },
      ],
    }),
    field('born', 'time', { nullable: true }),
    field('open', 'bool'),
    field('hash', 'bytes', { filterable: false }),
  ],
  [edge('author', 'authors', 'm2o'), edge('tags', 'tags', 'm2m')],
);
const authors = type(
  'authors',
  [field('name', 'string'), field('born', 'int')],
  [edge('books', 'books', 'o2m')],
);
const types = [books, authors, type('tags', [field('name', 'string')], [])];

/** What is offered where "|" is the cursor, as the texts that would come of it. */
function offered(marked: string): string[] {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, items } = complete(text, cursor, books, types);
  return items.map(({ insert }) => text.slice(0, from) + insert + text.slice(to));
}

describe('completion', () => {
  it.each([
    ['|', ['title', 'status', 'born', 'open', 'author', 'tags', 'id', 'not ']],
    ['ti|', ['title']],
    ['-(ti|', ['-(title']],
    ['title:x st|', ['title:x status']],
    ['title:x o|', ['title:x open', 'title:x or ']],
    ['title:x or o|', ['title:x or open']],
    ['author.|', ['author.name', 'author.born', 'author.books', 'author.id']],
    ['author.books.ta|', ['author.books.tags']],
    ['not au|thor:1', ['not author:1']],
    ['status:|', ['status:draft', 'status:"in print"']],
    ['status = in|', ['status = "in print"']],
    ['status:"in p|', ['status:"in print"']],
    ['status:(draft, i|', ['status:(draft, "in print"']],
    ['open:|', ['open:true', 'open:false']],
    ['born>today x:(a,"b c") open:t|', ['born>today x:(a,"b c") open:true']],
    [
      'born:y|',
      ['born:yesterday', 'born:today-7d..', 'born:today-30d..', 'born:today-1y..', 'born:today', 'born:null'],
    ],
    ['title:|', []],
    ['nobody:|', []],
    ['author.nobody.|', []],
    ['hash|', []],
    ['title:x ) ) ;|', []],
  ])('at %s offers %j', (marked, want) => {
    expect(offered(marked).sort()).toEqual([...want].sort());
  });

  it('says whose ids are asked for', () => {
    expect(complete('author:4', 8, books, types).lookup).toBe('authors');
    expect(complete('tags!=(1,', 9, books, types).lookup).toBe('tags');
    expect(complete('title:4', 7, books, types).lookup).toBeUndefined();
  });
});

describe('the end of a path', () => {
  it('has a label of its steps and is empty where one of them can be', () => {
    expect(targetAt('author.name', books, types)).toMatchObject({
      target: 'string',
      label: 'Author → Name',
      nullable: true,
    });
    expect(targetAt('tags', books, types)).toMatchObject({ target: 'edge', label: 'Tags', lookup: 'tags' });
    expect(targetAt('title', books, types)).toMatchObject({ target: 'string', nullable: false });
    expect(targetAt('id', books, types)).toMatchObject({ target: 'int', nullable: false });
    for (const path of ['x', 'title.x', 'author.x', 'hash', ''])
      expect(targetAt(path, books, types)).toBeNull();
  });
});
