export interface Day {
  /** "2026-11-22", in UTC as the server counts them. */
  day: string;
  count: number;
}

/** The last so many days with today, those without anything included, oldest first. */
export function lastDays(counts: readonly (readonly [string, number])[], days: number, now: Date): Day[] {
  const known = new Map(counts);
  return Array.from({ length: days }, (_, i) => {
    const at = new Date(now.getTime() - (days - 1 - i) * 86_400_000);
    const day = at.toISOString().slice(0, 10);
    return { day, count: known.get(day) ?? 0 };
  });
}
