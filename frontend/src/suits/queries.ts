import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { SuitForm } from './form.ts';
import type { SuitRequest, SuitRun, SuitSearch } from './types.ts';

/** A run by its address; a running one is followed by its stream from here on. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['suit-run', id],
    queryFn: async ({ signal }) => {
      const run = await answer(api.GET('/suitbuilder/search/{id}', { params: { path: { id } }, signal }));
      return run as SuitRun; // the stream of the same path is EventSource's
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Begins a run; it may have to queue. */
export async function startRun(request: SuitRequest): Promise<SuitSearch> {
  return (await answer(api.POST('/suitbuilder/search', { body: request }))) as SuitSearch;
}

/** Ends a run, which keeps its best. */
export function stopRun(id: string) {
  return answer(api.DELETE('/suitbuilder/search/{id}', { params: { path: { id } } }));
}

const RARELY_MS = 60_000;

export const charactersQuery = queryOptions({
  queryKey: ['suit-characters'],
  queryFn: async ({ signal }) => (await answer(api.GET('/suitbuilder/characters', { signal }))).characters,
  staleTime: RARELY_MS,
});

export const setsQuery = queryOptions({
  queryKey: ['suit-sets'],
  queryFn: async ({ signal }) => (await answer(api.GET('/suitbuilder/sets', { signal }))).sets,
  staleTime: RARELY_MS,
});

/** The families of cantrips that serve a wearer, with how many pieces carry each. */
export const cantripsQuery = queryOptions({
  queryKey: ['suit-cantrips'],
  queryFn: async ({ signal }) => (await answer(api.GET('/suitbuilder/cantrips', { signal }))).families,
  staleTime: RARELY_MS,
});

/** Who a suit is for. */
type Wearer = Pick<SuitForm, 'wearer' | 'arcaneLore'>;

function wearerQuery({ wearer, arcaneLore }: Wearer) {
  return { ...(wearer !== null && { wearer }), ...(arcaneLore !== null && { arcane_lore: arcaneLore }) };
}

/** How many pieces may fill each slot, for a wearer; the last wearer's until they are known. */
export function countsQuery(wearer: Wearer) {
  return queryOptions({
    queryKey: ['suit-counts', wearerQuery(wearer)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answer(
        api.GET('/suitbuilder/candidates', {
          params: { query: wearerQuery(wearer) },
          signal,
        }),
      ),
    staleTime: RARELY_MS,
  });
}

/** Most pieces that the picker of a slot lists at once. */
export const MOST_CANDIDATES = 200;

/** The pieces that may fill a slot, best armour first, of those whose name or owner has the words. */
export function candidatesQuery(slot: string, wearer: Wearer, words: string) {
  return queryOptions({
    queryKey: ['suit-candidates', slot, wearerQuery(wearer), words],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/suitbuilder/candidates', {
          params: {
            query: {
              slot,
              limit: MOST_CANDIDATES,
              ...wearerQuery(wearer),
              ...(words !== '' && { q: words }),
            },
          },
          signal,
        }),
      ),
    staleTime: RARELY_MS,
  });
}

/** What a locked or excluded piece is, where no suit names it. */
export function pieceQuery(id: number) {
  return queryOptions({
    queryKey: ['suit-piece', id],
    queryFn: async ({ signal }) => {
      const item = await answer(api.GET('/search/items/{id}', { params: { path: { id } }, signal }));
      return { id, name: item.name, owner: item.character_name, slots: item.slots };
    },
    staleTime: RARELY_MS,
    retry: false,
  });
}
