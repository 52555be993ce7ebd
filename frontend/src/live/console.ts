import type { CommandState } from './protocol.ts';

/** One line of a character's log: what was sent to it, or what its chat says. */
export type LogLine =
  | { kind: 'command'; key: string; id: string; atMs: number; text: string; state: CommandState; why: string }
  | { kind: 'chat'; key: string; atMs: number; text: string; color: number };

const KEPT_LINES = 200;
/** A command the server says nothing about for this long has failed. */
export const COMMAND_TIMEOUT_MS = 10_000;

const NONE: readonly LogLine[] = [];

/** The logs of all characters. Lines are never changed; a new status makes a new line in the old one's place. */
export class Console {
  private readonly logs = new Map<string, readonly LogLine[]>();
  private readonly listeners = new Set<() => void>();
  private serial = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly lines = (character: string): readonly LogLine[] => this.logs.get(character) ?? NONE;

  noteChat(character: string, text: string, color: number, atMs: number): void {
    this.serial += 1;
    this.append(character, { kind: 'chat', key: `m${this.serial}`, atMs, text, color });
  }

  noteCommand(character: string, id: string, text: string, atMs: number): void {
    this.append(character, { kind: 'command', key: `c${id}`, id, atMs, text, state: 'queued', why: '' });
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

  private append(character: string, line: LogLine): void {
    this.replace(character, [...this.lines(character), line].slice(-KEPT_LINES));
  }

  private replace(character: string, lines: readonly LogLine[]): void {
    this.logs.set(character, lines);
    for (const listener of this.listeners) listener();
  }
}

function isOverdue(line: LogLine, nowMs: number): boolean {
  return line.kind === 'command' && line.state === 'queued' && nowMs - line.atMs >= COMMAND_TIMEOUT_MS;
}

function rank(state: CommandState): number {
  return state === 'queued' ? 0 : state === 'sent' ? 1 : 2;
}
