/** One request of several that belong together. */
export interface Write<T> {
  /** Names it where failures are told. */
  key: string;
  send: () => Promise<T>;
}

export interface Sent {
  /** Takes the write back; "" where that cannot be done. */
  undo: string;
}

export interface Outcome<T extends Sent> {
  /** What is saved, by key; empty where all was taken back. */
  saved: Map<string, T>;
  /** What was refused, by key. */
  failed: Map<string, unknown>;
}

/**
 * Sends a row and then its children, so that nothing is half saved: where the row is refused nothing else is sent, and
 * where a child is refused the others are still tried, to learn all that is wrong, and then all that went through is
 * taken back, the last first. What cannot be taken back stays saved, and everything before it too.
 */
export async function saveTogether<T extends Sent>(
  row: Write<T> | null,
  children: (row: T | null) => readonly Write<T>[],
  takeBack: (token: string) => Promise<unknown>,
): Promise<Outcome<T>> {
  const saved = new Map<string, T>();
  const failed = new Map<string, unknown>();
  let sent: T | null = null;
  if (row !== null) {
    try {
      sent = await row.send();
      saved.set(row.key, sent);
    } catch (error) {
      failed.set(row.key, error);
      return { saved, failed };
    }
  }
  for (const { key, send } of children(sent)) {
    try {
      saved.set(key, await send());
    } catch (error) {
      failed.set(key, error);
    }
  }
  if (failed.size === 0) return { saved, failed };
  for (const [key, { undo }] of [...saved].reverse()) {
    try {
      if (undo === '') break;
      await takeBack(undo);
      saved.delete(key);
    } catch {
      break;
    }
  }
  return { saved, failed };
}
