import type { Client } from 'openapi-fetch';
import { ApiError, readProblem } from './problem.ts';
import type { paths } from './schema.d.ts';

const whenSignedOut = new Set<() => void>();

/** Calls back when an answer says that the session has ended. */
export function onSignedOut(listener: () => void): () => void {
  whenSignedOut.add(listener);
  return () => whenSignedOut.delete(listener);
}

// Its code comes with the first call: the map has none.
let loading: Promise<typeof import('./openapiClient.ts')> | null = null;

function load(): Promise<typeof import('./openapiClient.ts')> {
  loading ??= import('./openapiClient.ts').catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

type Api = Pick<Client<paths>, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>;

function later<M extends keyof Api>(method: M): Api[M] {
  const call = async (...args: unknown[]) => {
    const { client } = await load();
    return (client[method] as (...args: unknown[]) => unknown)(...args);
  };
  return call as Api[M];
}

/** The server's API, typed by its OpenAPI document. Wrap each call into answer(). */
export const api: Api = {
  GET: later('GET'),
  POST: later('POST'),
  PUT: later('PUT'),
  PATCH: later('PATCH'),
  DELETE: later('DELETE'),
};

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
