/** The suit builder's part of the address before a run has one of its own. */
export interface SuitsSearch {
  /** ROW:SLOT,…: pieces that are to stay. */
  lock?: string | undefined;
}

export function readSuitsSearch(raw: Record<string, unknown>): SuitsSearch {
  return typeof raw.lock === 'string' && raw.lock !== '' ? { lock: raw.lock } : {};
}
