/** The part of every page's address that names the windows open over it: "chat:Aldra,radar:Dace". */
export interface WindowsSearch {
  win?: string | undefined;
}

/** What a window over the page can show of a character. */
export const WINDOW_KINDS = ['chat', 'stats', 'radar', 'dungeon', 'combat', 'inventory'] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

export interface OpenWindow {
  /** As the address names it. */
  id: string;
  kind: WindowKind;
  /** Whose it is. */
  name: string;
}

export function readWindows(raw: Record<string, unknown>): WindowsSearch {
  return typeof raw.win === 'string' && raw.win !== '' ? { win: raw.win } : {};
}

/** The windows that are open, each once, the topmost last. What makes no sense is left out. */
export function windowsIn(win: string | undefined): OpenWindow[] {
  return [...new Set(entries(win))].flatMap((id) => {
    const colon = id.indexOf(':');
    const kind = WINDOW_KINDS.find((one) => one === id.slice(0, colon));
    const name = id.slice(colon + 1);
    return kind === undefined || name === '' ? [] : [{ id, kind, name }];
  });
}

/** The address with a window open and on top. */
export function withWindow(win: string | undefined, id: string): string {
  return [...entries(withoutWindow(win, id)), id].join(',');
}

/** The address without it; the others stay. */
export function withoutWindow(win: string | undefined, id: string): string | undefined {
  const left = entries(win).filter((entry) => entry !== id);
  return left.length === 0 ? undefined : left.join(',');
}

function entries(win: string | undefined): string[] {
  return (win ?? '').split(',').filter((entry) => entry !== '');
}
