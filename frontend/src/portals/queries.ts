import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type Portal = components['schemas']['DiscoveredPortal'];

const RENEW_MS = 60_000;

/** Portals whose name has a part in it, of the last hour or all, newest first. */
export function portalsQuery(all: boolean, text: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['portal-log', all, text],
    queryFn: ({ signal, pageParam }) => {
      const query = { all, cursor: pageParam, ...(text !== undefined && { text }) };
      return answer(api.GET('/portals', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => (last.next_cursor === '' ? undefined : last.next_cursor),
    placeholderData: keepPreviousData,
    refetchInterval: RENEW_MS,
  });
}
