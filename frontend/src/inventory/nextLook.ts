/** A change is stored a moment after it is told of. */
export const FIRST_LOOK_MS = 300;
const LONGEST_MS = 5_000;
const GIVE_UP_MS = 30_000;

export interface Look {
  /** Time of the change that was told of; '' where it is not known. */
  wanted: string;
  /** Time of what the server has stored. */
  asOf: string;
  /** How often it was looked since. */
  looks: number;
  waitedMs: number;
}

/**
 * How long to wait before the server is asked again, since a change is told of before it is stored: longer each time;
 * null when it is there, or is not to come.
 */
export function nextLookMs({ wanted, asOf, looks, waitedMs }: Look): number | null {
  if (looks > 0 && (wanted === '' || Date.parse(asOf) >= Date.parse(wanted) || waitedMs > GIVE_UP_MS))
    return null;
  return Math.min(LONGEST_MS, FIRST_LOOK_MS * 2 ** looks);
}
