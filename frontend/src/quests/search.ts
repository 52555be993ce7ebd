/** The quest log's part of the address. */
export interface QuestLogSearch {
  /** Part of a quest's name, or of a character's. */
  q?: string | undefined;
  /** Only what is ready. */
  show?: 'ready' | undefined;
  /** The quest that the rows are ordered by: those who can do it first. */
  by?: string | undefined;
}

/** Reads the address; what makes no sense is left out. */
export function readQuestLogSearch(raw: Record<string, unknown>): QuestLogSearch {
  const search: QuestLogSearch = {};
  if (raw.q !== undefined && raw.q !== '') search.q = String(raw.q);
  if (raw.show === 'ready') search.show = 'ready';
  if (typeof raw.by === 'string' && raw.by !== '') search.by = raw.by;
  return search;
}
