import createClient from 'openapi-fetch';
import { ApiError, readProblem } from './problem.ts';
import type { paths } from './schema.d.ts';

const whenSignedOut = new Set<() => void>();

/** Calls back when an answer says that the session has ended. */
export function onSignedOut(listener: () => void): () => void {
  whenSignedOut.add(listener);
  return () => whenSignedOut.delete(listener);
}

/** The server's API, typed by its OpenAPI document. Wrap each call into answer(). */
export const api = createClient<paths>({
  baseUrl: location.origin,
  // Looked up at each call, so that a test can put its own network in.
  fetch: (request) => globalThis.fetch(request),
  headers: { Accept: 'application/json' },
});

interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for a call and hands out its data, or throws an ApiError. */
export async function answer<T>(call: Promise<Result<T>>): Promise<T> {
  let result: Result<T>;
  try {
    result = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(readProblem(0, { detail: 'The server cannot be reached. Is the network up?' }));
  }
  if (result.response.ok) return result.data as T;
  const problem = readProblem(result.response.status, result.error);
  // A wrong password is refused with errors by field; an ended session has none.
  if (problem.status === 401 && Object.keys(problem.errors).length === 0) {
    for (const listener of whenSignedOut) listener();
  }
  throw new ApiError(problem);
}
