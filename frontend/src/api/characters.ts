import { queryOptions } from '@tanstack/react-query';
import { answer, api } from './client.ts';

/** Every character that the server has heard of and the user may see, in the server's order. */
export const charactersQuery = queryOptions({
  queryKey: ['characters'],
  queryFn: async ({ signal }) => (await answer(api.GET('/characters', { signal }))).characters,
  staleTime: 60_000,
});
