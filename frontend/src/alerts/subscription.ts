import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { isKind, type Kind } from './kinds.ts';

/** What this user's browsers notify of. */
export interface Subscription {
  kinds: readonly Kind[];
}

/** Reads what was stored; anything else is nothing. */
export function readSubscription(content: unknown): Subscription {
  const kinds = (content as { kinds?: unknown } | null)?.kinds;
  return { kinds: Array.isArray(kinds) ? kinds.filter(isKind) : [] };
}

export async function fetchSubscription(signal?: AbortSignal): Promise<Subscription> {
  const stored = await answer(
    api.GET('/preferences/{key}', { params: { path: { key: 'alerts' } }, ...(signal && { signal }) }),
  );
  return readSubscription(stored.content);
}

export const subscriptionQuery = queryOptions({
  queryKey: ['preferences', 'alerts'],
  queryFn: ({ signal }) => fetchSubscription(signal),
});

export async function storeSubscription(subscription: Subscription): Promise<void> {
  await answer(
    api.PUT('/preferences/{key}', { params: { path: { key: 'alerts' } }, body: { content: subscription } }),
  );
  for (const listener of listeners) listener(subscription);
}

const listeners = new Set<(subscription: Subscription) => void>();

/** Calls back when the subscription is changed in this tab. */
export function onSubscription(listener: (subscription: Subscription) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
