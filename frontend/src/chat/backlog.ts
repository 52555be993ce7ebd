import { answer, api } from '../api/client.ts';
import type { HeardLine } from '../live/console.ts';

/** What the server keeps of a character's chat, oldest first; tells only for those who may read them. */
export async function fetchChat(character: string, limit: number, signal: AbortSignal): Promise<HeardLine[]> {
  const { lines } = await answer(
    api.GET('/chat/{character}', { params: { path: { character }, query: { limit } }, signal }),
  );
  return lines.map((line) => ({ ...line, color: line.color ?? 0 }));
}

const AT_ONCE = 3;

/** Fetches several characters' chat, three at a time; resolves with how many could not be had. */
export async function fetchChats(
  names: readonly string[],
  fetchOne: (name: string) => Promise<readonly HeardLine[]>,
  take: (name: string, lines: readonly HeardLine[]) => void,
): Promise<number> {
  const waiting = [...names];
  let failed = 0;
  async function work() {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      try {
        take(name, await fetchOne(name));
      } catch {
        failed += 1;
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}
