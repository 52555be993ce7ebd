import { expect, it } from 'vitest';
import { readFilter } from '../live/filter.ts';
import { mapSearchFor } from './mapSearchFor.ts';
import { testPlayer } from './testPlayer.ts';

it('selects one', () => {
  expect(mapSearchFor(['Little Allas'])).toEqual({ sel: 'Little Allas' });
});

it('filters by the names of several', () => {
  const { q } = mapSearchFor(['Little Allas', 'Dace']);
  const { test, unknown } = readFilter(q ?? '');
  expect(unknown).toEqual([]);
  expect(['Little Allas', 'Dace', 'Brisk'].map((name) => test?.(testPlayer(name, 1)))).toEqual([
    true,
    true,
    false,
  ]);
});
