import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { FieldValue } from './query/fields.ts';

/** Names that never change while a page is open. */
const STALE_MS = 3_600_000;

const named = ({ name }: { name: string }): FieldValue => ({ value: name, label: name });

export const setsQuery = queryOptions({
  queryKey: ['sets'],
  queryFn: async ({ signal }) => (await answer(api.GET('/sets/list', { signal }))).sets.map(named),
  staleTime: STALE_MS,
});

export const materialsQuery = queryOptions({
  queryKey: ['materials'],
  queryFn: async ({ signal }) => (await answer(api.GET('/materials/list', { signal }))).materials.map(named),
  staleTime: STALE_MS,
});

/** Cantrips, whose names are all that is offered; other spells are too many. */
export const cantripsQuery = queryOptions({
  queryKey: ['spells', 'cantrips'],
  queryFn: async ({ signal }) => {
    const query = { cantrips: true, limit: 500 };
    return (await answer(api.GET('/spells/list', { params: { query }, signal }))).spells.map(named);
  },
  staleTime: STALE_MS,
});

/** Every character with an inventory, and how many items it holds. */
export const holdersQuery = queryOptions({
  queryKey: ['inventories'],
  queryFn: async ({ signal }) => (await answer(api.GET('/inventories', { signal }))).inventories,
  staleTime: 60_000,
});
