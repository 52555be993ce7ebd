import { answer, api } from './client.ts';

type Get = (path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** GET of a route that the generated types do not know yet. */
export async function getUntyped<T>(path: string, init: object): Promise<T> {
  return (await answer((api.GET as unknown as Get)(path, init))) as T;
}
