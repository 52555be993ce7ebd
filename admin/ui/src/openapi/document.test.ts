import { expect, test } from 'vitest';
import { curlOf, type Document, operationsByTag, schemaText } from './document.ts';

const doc: Document = {
  info: { title: 'Library', version: '1' },
  tags: [{ name: 'Books' }, { name: 'Nothing' }],
  paths: {
    '/books/{id}': {
      parameters: [{ $ref: '#/components/parameters/id' }] as never,
      get: {
        summary: 'One book',
        tags: ['Books'],
        responses: {
          200: {
            description: 'It',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } },
          },
        },
      },
      patch: {
        tags: ['Books'],
        parameters: [{ name: 'If-Match', in: 'header', required: true }],
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
      },
    },
  },
  components: {
    parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    schemas: {
      Book: {
        type: 'object',
        required: ['title'],
        properties: {
          title: { type: 'string' },
          pages: { type: ['integer', 'null'] },
          at: { type: 'string', format: 'date-time' },
          state: { enum: ['in', 'out'] },
          author: { $ref: '#/components/schemas/Author' },
          tags: { type: 'array', items: { oneOf: [{ type: 'string' }, { type: 'null' }] } },
          point: { type: 'array', prefixItems: [{ type: 'string' }, {}] },
        },
      },
      Author: {
        type: 'object',
        properties: { books: { type: 'array', items: { $ref: '#/components/schemas/Book' } } },
      },
    },
  },
};

test('operations by tag, with shared parameters and what references lead to', () => {
  const [[tag, operations] = ['', []]] = operationsByTag(doc);
  expect(tag).toBe('Books');
  expect(operations.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /books/{id}',
    'PATCH /books/{id}',
  ]);
  expect(operations[1]?.parameters.map(({ name }) => name)).toEqual(['id', 'If-Match']);
  expect(operationsByTag(doc)).toHaveLength(1);
});

test('a schema reads like a type, and circles end', () => {
  expect(schemaText(doc, { $ref: '#/components/schemas/Book' }, 1)).toBe(`{
  title: string
  pages?: integer | null
  at?: string (date-time)
  state?: "in" | "out"
  author?: Author
  tags?: (string | null)[]
  point?: [string, any]
}`);
  expect(schemaText(doc, { $ref: '#/components/schemas/Author' }, 3)).toContain('books?: Book[]');
});

test('curl', () => {
  const patch = operationsByTag(doc)[0]?.[1][1];
  expect(patch && curlOf(patch, 'https://x/api')).toBe(
    `curl -X PATCH 'https://x/api/books/{id}' \\\n  -H "Authorization: Bearer $KEY" \\\n  -H 'If-Match: "…"' \\\n  -H 'Content-Type: application/json' \\\n  -d '{…}'`,
  );
});
