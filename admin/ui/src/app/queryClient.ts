import { Problem } from '../api/problem.ts';
import { QueryClient } from '../api/queryCache.ts';

/** What the server refused is not asked again by itself; a server that was not there may be. */
export function newQueryClient(): QueryClient {
  return new QueryClient((error) => error instanceof Problem && [0, 502, 503, 504].includes(error.status));
}
