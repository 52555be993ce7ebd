import { useSyncExternalStore } from 'react';
import { answer } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type Me = components['schemas']['Me'];

/** Who is signed in, as the server saw it last. */
export interface MeState {
  data: Me | undefined;
  isError: boolean;
  error: unknown;
  isPending: boolean;
}

// Every page's frame asks this, so that it does without the query cache, whose code comes with the pages that have one.
const STALE_MS = 60_000;
const unknown: MeState = { data: undefined, isError: false, error: null, isPending: true };
const listeners = new Set<() => void>();
let state = unknown;
let askedAtMs = -Infinity;
/** Counts the questions: only the last one's answer is taken. */
let asked = 0;

async function fetchMe(): Promise<{ data?: Me; error?: unknown; response: Response }> {
  const response = await fetch(
    new Request(`${location.origin}/me`, { headers: { Accept: 'application/json' } }),
  );
  const body: unknown = await response.json().catch(() => undefined);
  return response.ok ? { data: body as Me, response } : { error: body, response };
}

/** Asks the server anew. A session that is over is told by answer(), a network that is away leaves what was known. */
export async function renewMe(): Promise<void> {
  askedAtMs = Date.now();
  asked += 1;
  const mine = asked;
  try {
    const data = await answer(fetchMe());
    if (mine === asked) set({ data, isError: false, error: null, isPending: false });
  } catch (error) {
    if (mine === asked && state.data === undefined)
      set({ ...unknown, isError: true, error, isPending: false });
  }
}

/** Forgets who is signed in, as leaving the page does. */
export function forgetMe(): void {
  askedAtMs = -Infinity;
  asked += 1;
  set(unknown);
}

function set(next: MeState): void {
  state = next;
  for (const listener of listeners) listener();
}

function renewIfStale(): void {
  if (Date.now() - askedAtMs > STALE_MS) void renewMe();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('focus', renewIfStale);
  listeners.add(listener);
  renewIfStale();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('focus', renewIfStale);
  };
}

/** Who is signed in; asked again when one comes back to the page after a while. */
export function useMe(): MeState {
  return useSyncExternalStore(subscribe, () => state);
}
