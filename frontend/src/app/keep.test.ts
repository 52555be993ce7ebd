import { expect, test } from 'vitest';
import { keep } from './keep.ts';

test('what is named and there is kept as text, and nothing else', () => {
  const read = keep('range', 'who', 'tier');
  expect(read({ range: '7d', who: 42, tier: '', other: 'x' })).toEqual({ range: '7d', who: '42' });
  expect(read({})).toEqual({});
});
