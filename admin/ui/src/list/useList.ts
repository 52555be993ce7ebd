import { useEffect, useRef, useState } from 'react';
import type { Query } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import { type QueryResult, useQuery, useQueryClient } from '../api/query.ts';
import type { Count, Page, Row, Type } from '../api/types.ts';
import { hold } from './held.ts';

/** What a list asks the server for; all of it makes another answer. */
export interface ListQuery {
  filter: string;
  search: string;
  sort: string;
  after: string;
  before: string;
  limit: number;
  fields: string;
}

export interface TimedPage extends Page {
  /** How long the answer took. */
  ms: number;
}

/** One page of a list. While another is on its way, the one before stays. */
export function usePage(type: Type, ask: ListQuery): QueryResult<TimedPage> {
  const { api } = useAdmin();
  return useQuery({
    queryKey: ['rows', type.slug, 'page', ask],
    queryFn: async ({ signal }) => {
      const { data, ms } = await api.call<Page>('GET', `/${type.slug}`, {
        query: { ...ask } as Query,
        signal,
      });
      return { ...data, ms };
    },
    placeholderData: (before, key) => (key?.[1] === type.slug ? before : undefined),
  });
}

/** How many rows there are: up to a cap, or to the last one with exact. undefined while it is not known. */
export function useCount(
  type: Type,
  filter: string,
  search: string,
  exact = false,
  enabled = true,
): Count | undefined {
  const { api } = useAdmin();
  return useQuery({
    queryKey: ['rows', type.slug, 'count', filter, search, exact],
    queryFn: async ({ signal }) => {
      const ask = { filter, search, limit: 0, count: exact ? 'exact' : 'capped' };
      return (await api.get<Page>(`/${type.slug}`, ask, signal)).count ?? { value: 0, capped: false };
    },
    enabled,
    staleTime: 30_000,
  }).data;
}

export interface HeldRows {
  rows: readonly Row[];
  /** Ids of shown rows that are no longer here. */
  gone: ReadonlySet<string>;
  /** How many rows are here that are not shown. */
  fresh: number;
  /** Shows the rows as they are. */
  show: () => void;
}

/** How often others' changes are looked up at most. */
const LIVE_MS = 1000;

/**
 * The rows to show: those of the page, but when others change something meanwhile nothing moves until show is called;
 * values change in their places.
 */
export function useHeldRows(type: Type, page: QueryResult<TimedPage>, key: string): HeldRows {
  const { live } = useAdmin();
  const queries = useQueryClient();
  const [shown, setShown] = useState<{ key: string; rows: readonly Row[] }>({ key: '', rows: [] });
  const othersChanged = useRef(false);
  const { data, isPlaceholderData, refetch } = page;
  const ready = data !== undefined && !isPlaceholderData;

  useEffect(() => {
    if (!ready) return;
    const hold = othersChanged.current;
    othersChanged.current = false;
    setShown((before) => (hold && before.key === key ? before : { key, rows: data.items }));
  }, [ready, data, key]);

  useEffect(() => {
    live.watch(type.slug);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        othersChanged.current = true;
        void refetch();
        void queries.invalidateQueries({ queryKey: ['rows', type.slug, 'count'] });
      }, LIVE_MS);
    };
    const stop = [live.onChange((change) => change.resource === type.slug && later()), live.onGap(later)];
    return () => {
      clearTimeout(timer);
      live.watch('');
      for (const end of stop) end();
    };
  }, [live, queries, type.slug, refetch]);

  const latest = data?.items ?? [];
  const base = shown.key === key ? shown.rows : latest;
  return { ...hold(base, latest), show: () => setShown({ key, rows: latest }) };
}
