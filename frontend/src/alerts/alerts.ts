import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import type { AlertsSearch } from './search.ts';

export type Alert = components['schemas']['Alert'];
export type Rule = components['schemas']['AlertRule'];
export type RuleForm = components['schemas']['AlertRuleForm'];
export type Posting = components['schemas']['Posting'];

const PAGE = 50;

/** The log, newest first, page after page. */
export function logQuery(search: AlertsSearch) {
  return infiniteQueryOptions({
    queryKey: ['alerts', 'log', search.kind ?? '', search.who ?? '', search.rule ?? 0, search.open ?? false],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/alerts', {
          signal,
          params: {
            query: {
              limit: PAGE,
              ...(pageParam !== '' && { cursor: pageParam }),
              ...(search.kind !== undefined && { kind: [search.kind] }),
              ...(search.who !== undefined && { character: search.who }),
              ...(search.rule !== undefined && { rule: search.rule }),
              ...(search.open === true && { open: true }),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => (page.next_cursor === '' ? undefined : page.next_cursor),
  });
}

export const rulesQuery = queryOptions({
  queryKey: ['alerts', 'rules'],
  queryFn: ({ signal }) => answer(api.GET('/alerts/rules', { signal })),
});

export function acknowledge(id: number) {
  return answer(api.POST('/alerts/{id}/acknowledge', { params: { path: { id } } }));
}

export function acknowledgeUpTo(id: number) {
  return answer(api.POST('/alerts/acknowledge', { body: { up_to: id } }));
}

export function saveRule(id: number | undefined, rule: RuleForm) {
  return id === undefined
    ? answer(api.POST('/alerts/rules', { body: rule }))
    : answer(api.PATCH('/alerts/rules/{id}', { params: { path: { id } }, body: rule }));
}

export function removeRule(id: number) {
  return answer(api.DELETE('/alerts/rules/{id}', { params: { path: { id } } }));
}

export function muteRule(id: number, until: string | null) {
  return answer(api.POST('/alerts/rules/{id}/mute', { params: { path: { id } }, body: { until } }));
}

export function testRule(id: number) {
  return answer(api.POST('/alerts/rules/{id}/test', { params: { path: { id } } }));
}
