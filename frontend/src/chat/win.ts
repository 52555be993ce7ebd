/** The part of every page's address that names the windows open over it: "chat:Aldra,chat:Dace". */
export interface WindowsSearch {
  win?: string | undefined;
}

const CHAT = 'chat:';

export function readWindows(raw: Record<string, unknown>): WindowsSearch {
  return typeof raw.win === 'string' && raw.win !== '' ? { win: raw.win } : {};
}

/** The characters whose chat is open, the topmost last. */
export function chatsIn(win: string | undefined): string[] {
  const names = entries(win)
    .filter((entry) => entry.startsWith(CHAT))
    .map((entry) => entry.slice(CHAT.length));
  return [...new Set(names)].filter((name) => name !== '');
}

/** The address with a character's chat open and on top. */
export function withChat(win: string | undefined, name: string): string {
  return [...entries(withoutChat(win, name)), CHAT + name].join(',');
}

/** The address without it; windows of other kinds stay. */
export function withoutChat(win: string | undefined, name: string): string | undefined {
  const left = entries(win).filter((entry) => entry !== CHAT + name);
  return left.length === 0 ? undefined : left.join(',');
}

function entries(win: string | undefined): string[] {
  return (win ?? '').split(',').filter((entry) => entry !== '');
}
