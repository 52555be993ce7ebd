export interface SparkPath {
  line: string;
  area: string;
  /** The newest value. */
  end: { x: number; y: number };
}

/**
 * A small line of values that are evenly apart, as SVG paths in a box of that size; gaps are bridged. Null for fewer
 * than two values.
 */
export function sparkPath(
  values: readonly (number | null)[],
  width: number,
  height: number,
): SparkPath | null {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const points = values.flatMap((value, i) =>
    value === null
      ? []
      : [{ x: round((i / (values.length - 1)) * width), y: round(height - (value / most) * height) }],
  );
  const first = points[0];
  const end = points.at(-1);
  if (first === undefined || end === undefined || points.length < 2) return null;
  const line = `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`;
  return { line, area: `${line}V${height}H${first.x}Z`, end };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
