const key = 'overlord.rail';
const listeners = new Set<() => void>();
let pinned: boolean | undefined;

/** Whether the rail stays wide. Remembered on this device. */
export function railPinned(): boolean {
  if (pinned === undefined) {
    try {
      pinned = localStorage.getItem(key) === 'pinned';
    } catch {
      pinned = false;
    }
  }
  return pinned;
}

export function setRailPinned(next: boolean): void {
  pinned = next;
  try {
    localStorage.setItem(key, next ? 'pinned' : 'narrow');
  } catch {
    // It holds until the page is left.
  }
  for (const listener of listeners) listener();
}

export function subscribeRail(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
