import type { Api } from '../api/client.ts';
import type { QueryClient } from '../api/queryCache.ts';
import { forgetRows } from '../api/writes.ts';
import { edit as words } from '../text/edit.ts';
import { text } from '../text/en.ts';
import { showToast } from '../ui/toasts.ts';

/** Takes several writes back, the last one first. */
export async function takeBackAll(api: Api, queries: QueryClient, tokens: readonly string[]): Promise<void> {
  try {
    for (const token of [...tokens].reverse()) await api.call('POST', `/_undo/${encodeURIComponent(token)}`);
    showToast(text.undone, { tone: 'ok' });
  } catch (error) {
    showToast(`${words.undoFailed} ${error instanceof Error ? error.message : ''}`, { tone: 'danger' });
  } finally {
    forgetRows(queries);
  }
}
