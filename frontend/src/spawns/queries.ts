import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type Mob = components['schemas']['Mob'];
export type HeatMap = components['schemas']['HeatMap'];

/** How far back spawns may be counted; the server keeps them for seven days. */
export const HOURS = [1, 6, 24, 72, 168] as const;
export type Hours = (typeof HOURS)[number];
export const FIRST_HOURS: Hours = 24;

/** The server's own counts are a minute old at the most. */
const RENEW_MS = 60_000;

/** Which monsters appeared how often, the most frequent first. */
export function mobsQuery(hours: Hours) {
  return queryOptions({
    queryKey: ['spawn-mobs', hours],
    queryFn: ({ signal }) => answer(api.GET('/spawns/mobs', { params: { query: { hours } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: RENEW_MS,
  });
}

/** Where one kind appeared, or all. */
export function heatQuery(hours: Hours, mob: string | undefined) {
  return queryOptions({
    queryKey: ['spawn-heat', hours, mob],
    queryFn: ({ signal }) => {
      const query = { hours, ...(mob !== undefined && { mob }) };
      return answer(api.GET('/spawns/heatmap', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: RENEW_MS,
  });
}
