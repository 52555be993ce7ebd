/**
 * The keyboard: one table of what each key does now, filled by the parts of the page that are shown.
 * Keys are written "mod+k" (Ctrl, or Cmd on a Mac), "?", "Escape", or "g m" for one after the other.
 */
export interface Shortcut {
  keys: string;
  label: string;
  /** Under which heading the overview lists it. */
  group: string;
  run: () => void;
}

/** How long the second key of a pair may take. */
const pairMs = 1200;

const active = new Set<Shortcut>();
const listeners = new Set<() => void>();
let snapshot: readonly Shortcut[] = [];

function changed() {
  snapshot = [...active];
  for (const listener of listeners) listener();
}

/** Adds a shortcut until the returned function is called. Of two with the same keys the newer one wins. */
export function addShortcut(shortcut: Shortcut): () => void {
  active.add(shortcut);
  changed();
  return () => {
    active.delete(shortcut);
    changed();
  };
}

export function activeShortcuts(): readonly Shortcut[] {
  return snapshot;
}

export function subscribeShortcuts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The written form of a key press: "mod+k", "?", "ArrowUp". */
export function pressed(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  const alt = event.altKey ? 'alt+' : '';
  return `${mod}${alt}${key}`;
}

/** Whether what is typed there is text of the user's. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Listens on the window until the returned function is called; the shell does so once. */
export function listenForShortcuts(target: Window): () => void {
  let first = '';
  let firstAt = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const press = pressed(event);
    const withMod = press.startsWith('mod+');
    if (!withMod && isTyping(event.target)) return;
    // A modal dialog has the keyboard to itself.
    if (document.querySelector('dialog:modal') !== null) return;
    const pair = event.timeStamp - firstAt < pairMs ? `${first} ${press}` : '';
    const list = [...active].reverse();
    const hit = list.find((s) => s.keys === pair) ?? list.find((s) => s.keys === press);
    first = hit === undefined && !withMod ? press : '';
    firstAt = event.timeStamp;
    if (hit === undefined) return;
    event.preventDefault();
    hit.run();
  };
  target.addEventListener('keydown', onKey);
  return () => target.removeEventListener('keydown', onKey);
}

/** The caps to draw for keys: "mod+k" on a Mac is ⌘ and K. */
export function keyCaps(keys: string, platform = navigator.platform): string[] {
  const mod = /mac|iphone|ipad/i.test(platform) ? '⌘' : 'Ctrl';
  return keys
    .split(/[ +]/)
    .filter((part) => part !== '')
    .map((part) =>
      part === 'mod' ? mod : (capNames[part] ?? (part.length === 1 ? part.toUpperCase() : part)),
    );
}

const capNames: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  alt: 'Alt',
};
