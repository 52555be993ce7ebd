import { queryOptions } from '@tanstack/react-query';
import { ApiError, readProblem } from '../api/problem.ts';
import { renewMe } from '../auth/me.ts';
import { runUrl } from './runStream.ts';
import type {
  CandidateCounts,
  Candidates,
  CantripCount,
  SuitCharacter,
  SuitRequest,
  SuitRun,
  SuitSet,
} from './types.ts';

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      headers: {
        Accept: 'application/json',
        ...(init.body != null && { 'Content-Type': 'application/json' }),
      },
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(readProblem(0, { detail: 'The server cannot be reached. Is the network up?' }));
  }
  // Asking who one is tells the shell that the session is over.
  if (response.status === 401) await renewMe();
  const text = await response.text();
  const body: unknown = text === '' ? undefined : safeJson(text);
  if (!response.ok) throw new ApiError(readProblem(response.status, body));
  return body as T;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A run by its address; a running one is followed by its stream from here on. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['suit-run', id],
    queryFn: ({ signal }) => ask<SuitRun>(runUrl(id), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Begins a run; it may have to queue. */
export function startRun(
  request: SuitRequest,
): Promise<{ id: string; state: SuitRun['state']; ahead?: number }> {
  return ask('/suitbuilder/search', { method: 'POST', body: JSON.stringify(request) });
}

/** Ends a run, which keeps its best. */
export function stopRun(id: string): Promise<void> {
  return ask(runUrl(id), { method: 'DELETE' });
}

const RARELY_MS = 60_000;

export const charactersQuery = queryOptions({
  queryKey: ['suit-characters'],
  queryFn: async ({ signal }) =>
    (await ask<{ characters: SuitCharacter[] }>('/suitbuilder/characters', { signal })).characters,
  staleTime: RARELY_MS,
});

export const setsQuery = queryOptions({
  queryKey: ['suit-sets'],
  queryFn: async ({ signal }) => (await ask<{ sets: SuitSet[] }>('/suitbuilder/sets', { signal })).sets,
  staleTime: RARELY_MS,
});

/** The families of cantrips that serve a wearer, with how many pieces carry each. */
export const cantripsQuery = queryOptions({
  queryKey: ['suit-cantrips'],
  queryFn: async ({ signal }) =>
    (await ask<{ families: CantripCount[] }>('/suitbuilder/cantrips', { signal })).families,
  staleTime: RARELY_MS,
});

/** How many pieces may fill each slot, for a wearer. */
export function countsQuery(wearer: string | null) {
  return queryOptions({
    queryKey: ['suit-counts', wearer],
    queryFn: ({ signal }) => ask<CandidateCounts>(`/suitbuilder/candidates${query({ wearer })}`, { signal }),
    staleTime: RARELY_MS,
  });
}

/** Most pieces that the picker of a slot lists at once. */
export const MOST_CANDIDATES = 200;

/** The pieces that may fill a slot, best armour first, of those whose name or owner has the words. */
export function candidatesQuery(slot: string, wearer: string | null, words: string) {
  return queryOptions({
    queryKey: ['suit-candidates', slot, wearer, words],
    queryFn: ({ signal }) =>
      ask<Candidates>(
        `/suitbuilder/candidates${query({ slot, wearer, q: words, limit: String(MOST_CANDIDATES) })}`,
        { signal },
      ),
    staleTime: RARELY_MS,
  });
}

/** What a locked or excluded piece is, where no suit names it. */
export function pieceQuery(id: number) {
  return queryOptions({
    queryKey: ['suit-piece', id],
    queryFn: async ({ signal }) => {
      const item = await ask<{ name: string; character_name: string; slots: string[] }>(
        `/search/items/${id}`,
        { signal },
      );
      return { id, name: item.name, owner: item.character_name, slots: item.slots };
    },
    staleTime: RARELY_MS,
    retry: false,
  });
}

function query(values: Record<string, string | null>): string {
  const said = Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]);
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`;
}
