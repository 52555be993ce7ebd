import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { paths } from '../api/schema.d.ts';
import type { Sort } from './address.ts';
import type { Found } from './item.ts';
import { quoted } from './query/scan.ts';

type Query = NonNullable<paths['/search/items']['get']['parameters']['query']>;

const LISTS_BY_COMMA = { array: { style: 'form', explode: false } } as const;

async function search(query: Query, signal: AbortSignal): Promise<Found> {
  const call = api.GET('/search/items', { params: { query }, querySerializer: LISTS_BY_COMMA, signal });
  const page = await answer(call);
  const timing = (await call).response.headers.get('Server-Timing');
  return { ...page, tookMs: Number(timing?.match(/dur=([\d.]+)/)?.[1] ?? 0) };
}

/** Items of a page; a little more than anybody scrolls through at once. */
const PAGE_ITEMS = 200;
/** A body wears no more than this. */
const MOST_WORN = 60;

export const FACETS = ['slot', 'set', 'armor_level', 'character', 'material', 'class'] as const;
export type FacetName = (typeof FACETS)[number];

/** What a query finds, page by page; the first also counts it by slot, set and so on. */
export function searchQuery(q: string, sort: Sort) {
  return infiniteQueryOptions({
    queryKey: ['items', 'search', q, sort.field, sort.descending],
    queryFn: ({ pageParam, signal }) =>
      search(
        {
          q,
          sort: sort.field,
          direction: sort.descending ? 'desc' : 'asc',
          limit: PAGE_ITEMS,
          ...(pageParam === '' ? { facets: [...FACETS] } : { cursor: pageParam }),
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

/** Where all that a query finds is to be had as a file. */
export function fileAddress(q: string, sort: Sort): string {
  const query = new URLSearchParams({ q, sort: sort.field, direction: sort.descending ? 'desc' : 'asc' });
  return `/search/items.csv?${query}`;
}

/** One facet of what a query finds. */
export function facetQuery(q: string, facet: FacetName) {
  return queryOptions({
    queryKey: ['items', 'facet', facet, q],
    queryFn: async ({ signal }) => (await search({ q, limit: 0, facets: [facet] }, signal)).facets,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

/** How many a query finds. */
export function countQuery(q: string) {
  return queryOptions({
    queryKey: ['items', 'count', q],
    queryFn: async ({ signal }) => (await search({ q, limit: 0 }, signal)).total,
    staleTime: 60_000,
  });
}

/** What a character wears now. */
export function wornQuery(character: string) {
  return queryOptions({
    queryKey: ['items', 'worn', character],
    queryFn: async ({ signal }) =>
      (await search({ q: `is:worn on:${quoted(character)}`, limit: MOST_WORN }, signal)).items,
    staleTime: 30_000,
  });
}

export function itemQuery(id: number) {
  return queryOptions({
    queryKey: ['items', 'one', id],
    queryFn: ({ signal }) => answer(api.GET('/search/items/{id}', { params: { path: { id } }, signal })),
    staleTime: 30_000,
  });
}
