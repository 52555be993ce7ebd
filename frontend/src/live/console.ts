import type { CommandState } from './protocol.ts';

/** One line of a character's log: what was sent to it, or what its chat says. */
export type LogLine =
  | { kind: 'command'; key: string; id: string; atMs: number; text: string; state: CommandState; why: string }
  | { kind: 'chat'; key: string; atMs: number; text: string; color: number };

/** A chat line as the server keeps it. */
export interface HeardLine {
  timestamp: string;
  text: string;
  color: number;
}

const KEPT_LINES = 200;
const KEPT_COMMANDS = 50;
/** A command the server says nothing about for this long has failed. */
export const COMMAND_TIMEOUT_MS = 10_000;

const NONE: readonly LogLine[] = [];
const NOTHING_SENT: readonly string[] = [];

/** The logs of all characters. Lines are never changed; a new status makes a new line in the old one's place. */
export class Console {
  private readonly logs = new Map<string, readonly LogLine[]>();
  private readonly commands = new Map<string, readonly string[]>();
  private readonly listeners = new Set<() => void>();
  private gaps = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly lines = (character: string): readonly LogLine[] => this.logs.get(character) ?? NONE;

  /** Everybody's log by name; it changes, the logs in it do not. */
  everyone(): ReadonlyMap<string, readonly LogLine[]> {
    return this.logs;
  }

  /** What was sent to a character from this page, oldest first. */
  readonly sent = (character: string): readonly string[] => this.commands.get(character) ?? NOTHING_SENT;

  /** How often lines may have been missed: with each time what the server keeps is to be fetched again. */
  readonly missed = (): number => this.gaps;

  /** One line heard now. The same line sent twice is one. */
  noteChat(character: string, line: HeardLine, nowMs: number): void {
    const chat = chatLine(line, nowMs);
    const lines = this.lines(character);
    if (lines.some(({ key }) => key === chat.key)) return;
    this.replace(character, [...lines, chat].slice(-KEPT_LINES));
  }

  /** What the server has kept of a character's chat, oldest first; lines known already stay what they are. */
  noteBacklog(character: string, heard: readonly HeardLine[], nowMs: number): void {
    const lines = this.lines(character);
    const known = new Set(lines.map(({ key }) => key));
    const fresh: LogLine[] = [];
    for (const line of heard) {
      const chat = chatLine(line, nowMs);
      if (known.has(chat.key)) continue;
      known.add(chat.key);
      fresh.push(chat);
    }
    if (fresh.length === 0) return;
    // Sorting is stable: what the server tells comes first where the time is the same.
    const merged = [...fresh, ...lines].sort((a, b) => a.atMs - b.atMs);
    this.replace(character, merged.slice(-KEPT_LINES));
  }

  /** Something was dropped on the way, or the connection was lost for a while. */
  noteGap(): void {
    this.gaps += 1;
    this.tell();
  }

  noteCommand(character: string, id: string, text: string, atMs: number): void {
    this.commands.set(
      character,
      [...this.sent(character).filter((sent) => sent !== text), text].slice(-KEPT_COMMANDS),
    );
    const line: LogLine = { kind: 'command', key: `c${id}`, id, atMs, text, state: 'queued', why: '' };
    this.replace(character, [...this.lines(character), line].slice(-KEPT_LINES));
  }

  /** A status of a command; one that does not follow from the last (sent after answered) is left out. */
  noteStatus(id: string, state: CommandState, why: string): void {
    for (const [character, lines] of this.logs) {
      const at = lines.findLastIndex((line) => line.kind === 'command' && line.id === id);
      const line = lines[at];
      if (line?.kind !== 'command') continue;
      if (rank(state) < rank(line.state)) return;
      this.replace(character, lines.with(at, { ...line, state, why }));
      return;
    }
  }

  /** Fails the commands that were left without a word. */
  expire(nowMs: number): void {
    for (const [character, lines] of this.logs) {
      if (!lines.some((line) => isOverdue(line, nowMs))) continue;
      this.replace(
        character,
        lines.map((line) =>
          line.kind === 'command' && isOverdue(line, nowMs)
            ? { ...line, state: 'failed', why: 'No word from the server' }
            : line,
        ),
      );
    }
  }

  private replace(character: string, lines: readonly LogLine[]): void {
    this.logs.set(character, lines);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** A line with its own time; one without a readable time is of now. */
function chatLine({ timestamp, text, color }: HeardLine, nowMs: number): LogLine {
  const ms = Date.parse(timestamp);
  const micros = /\.(\d{1,6})/.exec(timestamp)?.[1]?.padEnd(6, '0') ?? '';
  const atMs = Number.isFinite(ms) ? ms : nowMs;
  // The plugin writes seven digits of a second, the server keeps six: the line is the same.
  return { kind: 'chat', key: `${Math.floor(atMs / 1000)}${micros}:${color}:${text}`, atMs, text, color };
}

function isOverdue(line: LogLine, nowMs: number): boolean {
  return line.kind === 'command' && line.state === 'queued' && nowMs - line.atMs >= COMMAND_TIMEOUT_MS;
}

function rank(state: CommandState): number {
  return state === 'queued' ? 0 : state === 'sent' ? 1 : 2;
}
