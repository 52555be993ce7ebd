import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type Rare = components['schemas']['Rare'];
export type RareTotals = components['schemas']['RareTotals'];

export const SPANS = ['24h', '7d', '30d', 'all'] as const;
export type Span = (typeof SPANS)[number];
export const FIRST_SPAN: Span = '7d';

const HOUR_MS = 3_600_000;
const HOURS: Record<Span, number | null> = { '24h': 24, '7d': 168, '30d': 720, all: null };
const PAGE = 100;
const RENEW_MS = 30_000;

/** Which rares are looked at. */
export interface RareFilter {
  span: Span;
  tier: 'common' | 'great' | undefined;
  who: string | undefined;
}

/** The filter as the server is asked, reckoned from the present. */
function asked({ span, tier, who }: RareFilter) {
  const hours = HOURS[span];
  return {
    ...(hours !== null && { from: new Date(Date.now() - hours * HOUR_MS).toISOString() }),
    ...(tier !== undefined && { tier }),
    ...(who !== undefined && { character: who }),
  };
}

/** The log, newest first, page by page. */
export function rareLogQuery(filter: RareFilter) {
  return infiniteQueryOptions({
    queryKey: ['rare-log', filter],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/rares', {
          params: { query: { ...asked(filter), limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => (last.next_cursor === '' ? undefined : last.next_cursor),
    refetchInterval: RENEW_MS,
  });
}

/** How many there are, by tier and character. */
export function rareTotalsQuery(filter: RareFilter) {
  return queryOptions({
    queryKey: ['rare-totals', filter],
    queryFn: ({ signal }) => answer(api.GET('/rares/totals', { params: { query: asked(filter) }, signal })),
    refetchInterval: RENEW_MS,
  });
}

/** The most that go into one file; the page says so where there are more. */
export const MOST_IN_FILE = 20_000;

/** Every rare of a filter, for a file. */
export async function allRares(filter: RareFilter): Promise<Rare[]> {
  const rares: Rare[] = [];
  const query = { ...asked(filter), limit: 500 };
  for (let cursor = ''; rares.length < MOST_IN_FILE; ) {
    const page = await answer(api.GET('/rares', { params: { query: { ...query, cursor } } }));
    rares.push(...(page.rares ?? []));
    cursor = page.next_cursor;
    if (cursor === '') break;
  }
  return rares;
}
