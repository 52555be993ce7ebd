import { text } from '../text/en.ts';
import { showToast } from '../ui/toasts.ts';
import type { Api } from './client.ts';
import { useAdmin } from './context.ts';
import { messageOf } from './problem.ts';
import { useQueryClient } from './query.ts';
import type { QueryClient } from './queryCache.ts';

/**
 * What the cache holds, by key: ['meta'] · ['rows', slug, …] lists, counts, charts and lookups of a type ·
 * ['row', slug, id, …] one row, its edges and history · ['views'] · ['dashboard'] · ['audit', …] and so on.
 */
export function forgetRows(queries: QueryClient, slug?: string): void {
  const of = slug === undefined ? [] : [slug];
  void queries.invalidateQueries({ queryKey: ['rows', ...of] });
  void queries.invalidateQueries({ queryKey: ['row', ...of] });
  void queries.invalidateQueries({ queryKey: ['dashboard'] });
  void queries.invalidateQueries({ queryKey: ['audit'] });
}

/** What to do after a write: forget what was cached of the type, and say what was done, with the way back. */
export function useWritten(): (slug: string, done: string, undo?: string) => void {
  const { api } = useAdmin();
  const queries = useQueryClient();
  return (slug, done, undo = '') => {
    forgetRows(queries, slug);
    const action = { label: text.undo, run: () => void takeBack(api, queries, undo) };
    showToast(done, { tone: 'ok', ...(undo !== '' && { action }) });
  };
}

/** Undoes the write that the token names. */
async function takeBack(api: Api, queries: QueryClient, token: string): Promise<void> {
  const wait = setTimeout(() => showToast(text.loading), 500);
  try {
    await api.call('POST', `/_undo/${encodeURIComponent(token)}`);
    showToast(text.undone, { tone: 'ok' });
  } catch (error) {
    showToast(messageOf(error), { tone: 'danger' });
  } finally {
    clearTimeout(wait);
    // Undo may have touched rows of other types too.
    forgetRows(queries);
  }
}

/** Tells of a failure that no field on the page tells. */
export function showProblem(error: unknown, shownFields: readonly string[] = []): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const message = messageOf(error, shownFields);
  if (message !== '') showToast(message, { tone: 'danger' });
}
