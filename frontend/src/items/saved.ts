import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

/** The page that the searches belong to. */
const page = 'items';

export const savedQuery = queryOptions({
  queryKey: ['saved-searches', page],
  queryFn: async ({ signal }) =>
    (await answer(api.GET('/saved-searches', { params: { query: { page } }, signal }))).searches,
});

/** Keeps a search under a name. */
export function saveSearch(name: string, expression: string) {
  return answer(api.POST('/saved-searches', { body: { name, page, expression } }));
}

export function dropSearch(id: number) {
  return answer(api.DELETE('/saved-searches/{id}', { params: { path: { id } } }));
}
