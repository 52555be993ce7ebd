import type { LogLine } from '../live/console.ts';
import type { Channel } from './channels.ts';
import { type ParsedLine, parseLine } from './parse.ts';

/** One line of a log that shows several characters: who heard it first, and who besides. */
export interface HeardBy {
  line: LogLine;
  name: string;
  also: string[];
}

const parsed = new WeakMap<LogLine, ParsedLine>();

/** A chat line taken apart, once. */
export function readLine(line: LogLine & { kind: 'chat' }): ParsedLine {
  let found = parsed.get(line);
  if (found === undefined) {
    found = parseLine(line.text, line.color);
    parsed.set(line, found);
  }
  return found;
}

export function channelOf(line: LogLine): Channel {
  return line.kind === 'command' ? 'commands' : readLine(line).channel;
}

/** Whether a line holds all the words, whatever their case. */
export function holds(line: LogLine, words: readonly string[]): boolean {
  const text = (line.kind === 'command' ? line.text : readLine(line).plain).toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Lower-case words of what is searched for. */
export function searchWords(query: string): string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

const SAME_MS = 3_000;

/**
 * The newest lines of several logs in the order of their times. What many heard at once, as the talk of a chat room, is
 * one line.
 */
export function mergeLogs(
  logs: Iterable<readonly [string, readonly LogLine[]]>,
  wanted: (line: LogLine) => boolean,
  most: number,
): HeardBy[] {
  const all: HeardBy[] = [];
  for (const [name, lines] of logs) {
    for (const line of lines) if (wanted(line)) all.push({ line, name, also: [] });
  }
  all.sort((a, b) => a.line.atMs - b.line.atMs);
  const merged: HeardBy[] = [];
  const last = new Map<string, HeardBy>();
  for (const heard of all) {
    const { line, name } = heard;
    if (line.kind === 'chat') {
      const key = `${line.color}:${line.text}`;
      const same = last.get(key);
      const together = same !== undefined && line.atMs - same.line.atMs <= SAME_MS;
      if (together && same.name !== name && !same.also.includes(name)) {
        same.also.push(name);
        continue;
      }
      last.set(key, heard);
    }
    merged.push(heard);
  }
  return merged.slice(-most);
}
