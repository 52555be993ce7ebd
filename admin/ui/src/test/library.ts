import type { Meta, Type } from '../api/types.ts';

const rights = {
  view: true,
  create: true,
  update: true,
  delete: true,
  export: true,
  import: true,
  actions: [],
};

/** A small library's types, as GET /_meta tells them. */
export const books: Type = {
  name: 'Book',
  slug: 'books',
  label: 'Book',
  plural: 'Books',
  group: 'Library',
  icon: 'book',
  id: { kind: 'int' },
  fields: [
    {
      name: 'title',
      kind: 'string',
      label: 'Title',
      required: true,
      filterable: true,
      sortable: true,
      writable: true,
    },
    {
      name: 'pages',
      kind: 'int',
      label: 'Pages',
      unit: 'p.',
      nullable: true,
      filterable: true,
      sortable: true,
      writable: true,
    },
    {
      name: 'state',
      kind: 'enum',
      label: 'State',
      filterable: true,
      sortable: true,
      writable: true,
      choices: [
        { value: 'in', label: 'In', tone: 'good' },
        { value: 'out', label: 'Lent', tone: 'warn' },
      ],
    },
    {
      name: 'bought',
      kind: 'time',
      label: 'Bought',
      nullable: true,
      filterable: true,
      sortable: true,
      writable: true,
    },
    { name: 'author_id', kind: 'int', label: 'Author id', edge: 'author', filterable: true },
    { name: 'secret', kind: 'string', label: 'Secret', sensitive: true, writable: true },
  ],
  edges: [
    {
      name: 'author',
      label: 'Author',
      type: 'authors',
      rel: 'm2o',
      inverse: 'books',
      field: 'author_id',
      writable: true,
    },
    { name: 'tags', label: 'Tags', type: 'tags', rel: 'm2m', writable: true },
  ],
  title: ['title'],
  columns: ['title', 'author', 'state', 'pages', 'bought'],
  search: ['title'],
  order: ['-bought'],
  scopes: [{ name: 'Lent', filter: 'state:out' }],
  rights,
};

export const authors: Type = {
  name: 'Author',
  slug: 'authors',
  label: 'Author',
  plural: 'Authors',
  group: 'Library',
  id: { kind: 'int' },
  fields: [
    {
      name: 'name',
      kind: 'string',
      label: 'Name',
      required: true,
      filterable: true,
      sortable: true,
      writable: true,
    },
    {
      name: 'born',
      kind: 'time',
      label: 'Born',
      nullable: true,
      filterable: true,
      sortable: true,
      writable: true,
    },
  ],
  edges: [{ name: 'books', label: 'Books', type: 'books', rel: 'o2m', inverse: 'author', writable: true }],
  title: ['name'],
  columns: ['name', 'born'],
  search: ['name'],
  rights,
};

export const readings: Type = {
  name: 'Reading',
  slug: 'readings',
  label: 'Reading',
  plural: 'Readings',
  id: { kind: '' },
  fields: [
    { name: 'at', kind: 'time', label: 'At', filterable: true, sortable: true },
    { name: 'degrees', kind: 'float', label: 'Degrees', filterable: true, sortable: true },
  ],
  edges: [],
  title: [],
  columns: ['at', 'degrees'],
  view: true,
  time_field: 'at',
  rights: { ...rights, create: false, update: false, delete: false, import: false },
};

export const library: Meta = {
  name: 'Library',
  version: '1',
  me: { id: '1', name: 'ada', superuser: true, roles: ['admin'] },
  types: [books, authors, readings],
  actions: {},
  groups: ['Library'],
  features: {},
  operators: {},
};
