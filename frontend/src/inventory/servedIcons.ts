import { useSyncExternalStore } from 'react';
import { answer, api } from '../api/client.ts';

// Asked once for the page, however many icons it shows.
let served = false;
let asked = false;
const listeners = new Set<() => void>();

async function ask(): Promise<void> {
  try {
    served = (await answer(api.GET('/api-version'))).icons;
    if (served) for (const listener of listeners) listener();
  } catch {
    // The next page that shows items asks again; drawings do meanwhile.
    asked = false;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!asked) {
    asked = true;
    void ask();
  }
  return () => listeners.delete(listener);
}

/** Whether this site has the game's icons to serve; until that is known, it has not. */
export function useServedIcons(): boolean {
  return useSyncExternalStore(subscribe, () => served);
}
