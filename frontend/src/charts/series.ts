/** Columns over time: every one as long as `t`, null where nothing is known. */
export interface Series<K extends string> {
  /** Unix seconds, rising. */
  t: number[];
  columns: Record<K, (number | null)[]>;
}

const HOLE_STEPS = 3;

/** Puts an empty point into every hole of three steps or more, so that no line is drawn across it. */
export function breakGaps<K extends string>(series: Series<K>, stepSeconds: number): Series<K> {
  const hole = Math.max(1, stepSeconds) * HOLE_STEPS;
  const { t, columns } = series;
  if (!t.some((at, i) => i > 0 && at - (t[i - 1] ?? at) >= hole)) return series;
  const keys = Object.keys(columns) as K[];
  const broken: number[] = [];
  const wide = Object.fromEntries(keys.map((key) => [key, [] as (number | null)[]])) as Series<K>['columns'];
  for (const [i, at] of t.entries()) {
    const before = t[i - 1];
    if (before !== undefined && at - before >= hole) {
      broken.push(before + stepSeconds);
      for (const key of keys) wide[key].push(null);
    }
    broken.push(at);
    for (const key of keys) wide[key].push(columns[key][i] ?? null);
  }
  return { t: broken, columns: wide };
}

/** A series with what has come since; points that are not later than its last are left out. */
export function withTail<K extends string>(series: Series<K>, tail: Series<K>): Series<K> {
  const last = series.t.at(-1) ?? -Infinity;
  const from = tail.t.findIndex((at) => at > last);
  if (from === -1) return series;
  const columns = { ...series.columns };
  for (const key of Object.keys(columns) as K[])
    columns[key] = [...columns[key], ...tail.columns[key].slice(from)];
  return { t: [...series.t, ...tail.t.slice(from)], columns };
}

/** The newest known value of a column. */
export function newest(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** Least, greatest and mean of what is known; null when nothing is. */
export function summary(
  values: readonly (number | null)[],
): { least: number; greatest: number; mean: number } | null {
  let least = Infinity;
  let greatest = -Infinity;
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    sum += value;
    count += 1;
  }
  return count === 0 ? null : { least, greatest, mean: sum / count };
}
