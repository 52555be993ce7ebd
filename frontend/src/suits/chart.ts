import type { Mark, RunView, TracePoint } from './runView.ts';

/** The chart of a search as SVG paths in its own box. */
export interface SearchChart {
  best: string;
  bound: string;
  /** Where the two meet; null where they do not. */
  meet: { x: number; y: number; seconds: number } | null;
  /** Height of the first bound, for its label. */
  boundY: number;
}

/** One wish is worth more than any armour level. */
const ARMOUR_A_WISH = 8_000;

function height({ covered, armorLevel }: Mark): number {
  return covered + armorLevel / ARMOUR_A_WISH;
}

/** Best and bound over time as steps, within width × height; null while there is nothing to draw. */
export function searchChart(
  view: Pick<RunView, 'trace' | 'seconds'>,
  box: { width: number; height: number },
) {
  const drawn = view.trace.filter(({ best, bound }) => best !== null || bound !== null);
  const last = drawn.at(-1);
  if (last === undefined) return null;
  const marks = drawn.flatMap(({ best, bound }) => [best, bound].filter((mark) => mark !== null).map(height));
  const low = Math.min(...marks);
  const span = Math.max(...marks) - low;
  const met = drawn.find(
    ({ best, bound }) => best !== null && bound !== null && height(best) >= height(bound),
  );
  // What comes after they meet is one straight line: a third of the width is enough for it.
  const end = met === undefined ? Math.max(view.seconds, last.seconds) : met.seconds * 1.6;
  const x = (seconds: number) => round(end <= 0 ? box.width : Math.min(seconds / end, 1) * box.width);
  const y = (mark: Mark) =>
    round(span === 0 ? box.height / 2 : box.height - ((height(mark) - low) / span) * box.height);
  const first = drawn.find(({ bound }) => bound !== null)?.bound ?? null;
  const chart: SearchChart = {
    best: steps(drawn, ({ best }) => best, x, y, box.width),
    bound: steps(drawn, ({ bound }) => bound, x, y, box.width),
    meet: met?.best == null ? null : { x: x(met.seconds), y: y(met.best), seconds: met.seconds },
    boundY: first === null ? 0 : y(first),
  };
  return chart;
}

function steps(
  points: readonly TracePoint[],
  of: (point: TracePoint) => Mark | null,
  x: (seconds: number) => number,
  y: (mark: Mark) => number,
  width: number,
): string {
  let path = '';
  let at: number | null = null;
  for (const point of points) {
    const mark = of(point);
    if (mark === null) continue;
    const next = y(mark);
    if (at === null) path = `M${x(point.seconds)} ${next}`;
    else if (next !== at) path += `H${x(point.seconds)}V${next}`;
    at = next;
  }
  return at === null ? '' : `${path}H${width}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
