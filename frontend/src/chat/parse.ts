import type { Channel } from './channels.ts';
import { chatType, type Tone } from './chatTypes.ts';

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'name'; text: string }
  | { kind: 'item'; text: string }
  | { kind: 'link'; text: string; href: string };

/** A chat line taken apart: where it was said, by whom, and what. */
export interface ParsedLine {
  channel: Channel;
  label: string;
  tone: Tone;
  parts: Part[];
  /** The whole line as it is read, for the search. */
  plain: string;
}

/** `<Tell:IIDString:1342:Brisk>Brisk<\Tell>`; some servers close it with a slash. */
const TELL_TAG = /<Tell:[^>]*>(.*?)<[\\/]Tell>/gi;
const STRAY_TAG = /<[\\/]?Tell\b[^>]*>?/gi;
const ROOM = /^\[([^\]]{1,24})\]\s+/;
const SAID = /^([+\w][\w' -]{0,40}?) (?:says|tells you|asks|exclaims|yells),? "(.*)"$/s;
/** "Your patron Zanmir says to you", "Advocate Bel tells you": the title is no part of the name. */
const TITLED =
  /^(Your [a-z-]+ |(?:Advocate|Sentinel|Envoy|Admin) )([+\w][\w' -]{0,40}?) (?:says to you|tells you|says), "(.*)"$/s;
const YOU_TOLD = /^You tell ([+\w][\w' -]{0,40}?), "(.*)"$/s;
const FOUND = /^([+\w][\w' -]{0,40}?) (has discovered the) (.+?)(!)$/;
const WEB = /\bhttps?:\/\/[^\s<>"]+/gi;

/** Reads a line of chat. Whatever it holds becomes text, a name or a web address, never markup. */
export function parseLine(text: string, color: number): ParsedLine {
  const clean = text.replace(TELL_TAG, '$1').replace(STRAY_TAG, '').trim();
  const room = ROOM.exec(clean);
  const type = chatType(color, room?.[1] ?? null);
  const rest = room === null ? clean : clean.slice(room[0].length);
  return { ...type, parts: split(rest), plain: rest };
}

function split(text: string): Part[] {
  const told = YOU_TOLD.exec(text);
  if (told !== null) return [name(told[1]), ...withLinks(` ${told[2]}`)];
  const titled = TITLED.exec(text);
  if (titled !== null) {
    return [{ kind: 'text', text: titled[1] ?? '' }, name(titled[2]), ...withLinks(` ${titled[3]}`)];
  }
  const said = SAID.exec(text);
  if (said !== null) {
    return [name(said[1]), ...withLinks(` ${said[2]}`)];
  }
  const found = FOUND.exec(text);
  if (found !== null) {
    return [
      name(found[1]),
      { kind: 'text', text: ` ${found[2]} ` },
      { kind: 'item', text: found[3] ?? '' },
      { kind: 'text', text: '!' },
    ];
  }
  const own = /^You say, "(.*)"$/s.exec(text);
  if (own !== null) return withLinks(`You: ${own[1]}`);
  return withLinks(text);
}

function name(text: string | undefined): Part {
  return { kind: 'name', text: text ?? '' };
}

/** Web addresses of a text as links; the stop or bracket that ends the sentence is none of theirs. */
function withLinks(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(WEB)) {
    const href = match[0].replace(/[.,;:!?)\]}'*]+$/, '');
    if (!URL.canParse(href)) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push({ kind: 'link', text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}
