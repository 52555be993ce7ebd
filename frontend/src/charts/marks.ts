/** Something that happened at one moment, drawn over the lines. */
export interface Mark {
  kind: 'rare' | 'death';
  /** Unix seconds. */
  t: number;
  label: string;
}

/** The mark nearest to a moment, no further from it than so many seconds. */
export function nearestMark(marks: readonly Mark[], t: number, withinSeconds: number): Mark | null {
  let best: Mark | null = null;
  let least = withinSeconds;
  for (const mark of marks) {
    const away = Math.abs(mark.t - t);
    if (away > least) continue;
    best = mark;
    least = away;
  }
  return best;
}
