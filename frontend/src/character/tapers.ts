/** How fast prismatic tapers go, and how long those that are left will last. */
export interface TaperUse {
  perHour: number;
  /** Null when none are used. */
  hoursLeft: number | null;
}

const WINDOW_SECONDS = 3_600;
const LEAST_SECONDS = 300;

/**
 * Use over the last hour that is known: the sum of what went, as buying more does not make the use less. Null while less
 * than five minutes are known.
 */
export function taperUse(t: readonly number[], counts: readonly (number | null)[]): TaperUse | null {
  let to: number | null = null;
  let from = 0;
  let later: number | null = null;
  let left = 0;
  let used = 0;
  for (let i = t.length - 1; i >= 0; i--) {
    const at = t[i];
    const count = counts[i];
    if (at === undefined || count === undefined || count === null) continue;
    if (to === null) {
      to = at;
      left = count;
    }
    if (to - at > WINDOW_SECONDS) break;
    if (later !== null && count > later) used += count - later;
    later = count;
    from = at;
  }
  if (to === null || to - from < LEAST_SECONDS) return null;
  const perHour = (used / (to - from)) * 3_600;
  return { perHour, hoursLeft: perHour > 0 ? left / perHour : null };
}
