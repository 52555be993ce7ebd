const MOST_BYTES = 255;

/** Why a command cannot be sent, in words for its author; null when it can. The server checks the same. */
export function commandProblem(command: string): string | null {
  if (command === '') return 'Type a command first.';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f]/.test(command)) return 'A command is one line without control characters.';
  const bytes = new TextEncoder().encode(command).length;
  return bytes > MOST_BYTES ? `A command has at most ${MOST_BYTES} bytes; this one has ${bytes}.` : null;
}
