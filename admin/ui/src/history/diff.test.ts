import { expect, test } from 'vitest';
import { books } from '../test/library.ts';
import { diffLines } from './diff.ts';

const meta = { ...books, fields: [...books.fields, { name: 'meta', kind: 'json' as const, label: 'Meta' }] };

test.each([
  [{ title: ['Dune', 'Dune 2'] }, [['Title', 'Dune', 'Dune 2']]],
  [{ title: [null, 'Dune'] }, [['Title', null, 'Dune']]],
  [{ state: ['in', 'out'] }, [['State', 'In', 'Lent']]],
  [{ author: [{ id: '1', label: 'Frank' }, null] }, [['Author', 'Frank', null]]],
  [{ author_id: [1, 2] }, [['Author', '1', '2']]],
  [
    {
      tags: {
        added: [
          { id: '1', label: 'sf' },
          { id: '2', label: '' },
        ],
        removed: [],
      },
    },
    [['Tags', null, 'sf, 2']],
  ],
  [
    {
      meta: [
        { a: 1, b: { c: 20, d: 1 } },
        { a: 1, b: { c: 10, d: 1 }, e: [1] },
      ],
    },
    [
      ['Meta › b › c', '20', '10'],
      ['Meta › e', null, '[1]'],
    ],
  ],
  [{ meta: [[1], [1, 2]] }, [['Meta', '[1]', '[1,2]']]],
  [{ meta: [null, { a: 1 }] }, [['Meta', null, '{"a":1}']]],
  [{ unknown: [1, 2] }, [['unknown', '1', '2']]],
])('%j', (diff, lines) => {
  expect(diffLines(meta, diff).map(({ label, minus, plus }) => [label, minus, plus])).toEqual(lines);
});
