import { plural } from './en.ts';

/** What the map of the types and the page of the API say. */
export const map = {
  title: 'Schema map',
  fit: 'Show all',
  fields: (n: number) => plural(n, 'field', 'fields'),
  find: 'Find a type',
  more: (n: number) => `and ${n} more`,
  picture: 'The types and how they are bound; the list beside says the same.',
  types: 'Types',
  zoomIn: 'Closer',
  zoomOut: 'Farther',
} as const;

export const api = {
  title: 'API',
  answers: 'Answers',
  body: 'Body',
  curl: 'Example',
  document: 'openapi.json',
  find: 'Find an operation',
  intro: 'Everything that these pages do goes over this API. A program signs in with an API key.',
  none: 'No operation is called so.',
  others: 'The admin itself',
  parameters: 'Parameters',
  required: 'required',
} as const;
