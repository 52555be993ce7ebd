export interface Toast {
  id: number;
  text: string;
  tone: 'neutral' | 'ok' | 'danger';
  action?: { label: string; run: () => void };
}

/** How long a toast stays; one that offers a way back stays longer, one that tells of a failure until it is closed. */
const stayMs = 4000;
const stayWithActionMs = 8000;

let shown: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const timers = new Map<number, ReturnType<typeof setTimeout>>();

function set(next: readonly Toast[]) {
  shown = next;
  for (const listener of listeners) listener();
}

export function showToast(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): number {
  const id = nextId++;
  const toast: Toast = {
    id,
    text,
    tone: options.tone ?? 'neutral',
    ...(options.action && { action: options.action }),
  };
  // Three at once are enough to read.
  set([...shown, toast].slice(-3));
  if (toast.tone !== 'danger') {
    timers.set(
      id,
      setTimeout(() => hideToast(id), toast.action === undefined ? stayMs : stayWithActionMs),
    );
  }
  return id;
}

export function hideToast(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(shown.filter((toast) => toast.id !== id));
}

export function shownToasts(): readonly Toast[] {
  return shown;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
