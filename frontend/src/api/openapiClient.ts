import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';

/** The server's API, typed by its OpenAPI document. */
export const client = createClient<paths>({
  baseUrl: location.origin,
  // Looked up at each call, so that a test can put its own network in.
  fetch: (request) => globalThis.fetch(request),
  headers: { Accept: 'application/json' },
});
