import { CHANNELS, type Channel } from './channels.ts';

/** The chat page's part of the address: which channels, whose, and what is looked for. */
export interface ChatSearch {
  /** Channels, with commas between them; all when it is not there. */
  ch?: string | undefined;
  /** Characters, with commas between them; everybody when it is not there. */
  who?: string | undefined;
  q?: string | undefined;
}

/** Reads the address; what makes no sense is left out. */
export function readChatSearch(raw: Record<string, unknown>): ChatSearch {
  const search: ChatSearch = {};
  const channels = writeList(readChannels(typeof raw.ch === 'string' ? raw.ch : undefined));
  if (channels !== undefined) search.ch = channels;
  const who = writeList(readNames(typeof raw.who === 'string' ? raw.who : undefined));
  if (who !== undefined) search.who = who;
  if (raw.q !== undefined && raw.q !== '') search.q = String(raw.q);
  return search;
}

export function readChannels(text: string | undefined): Channel[] {
  const asked = new Set(text?.split(','));
  return CHANNELS.filter((channel) => asked.has(channel));
}

export function readNames(text: string | undefined): string[] {
  return [...new Set(text?.split(',') ?? [])].filter((name) => name !== '');
}

export function writeList(entries: readonly string[]): string | undefined {
  return entries.length === 0 ? undefined : entries.join(',');
}
