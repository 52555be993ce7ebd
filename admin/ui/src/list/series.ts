import type { ListAddress } from './address.ts';
import { resolveTime } from './times.ts';

/** The spans of time that a series offers, the first one being that at first. */
export const RANGES = ['24h', '1h', '6h', '7d', '30d', 'all'] as const;

/** The filter that a span of time is, over a time field; "" for all times. */
export function rangeFilter(field: string, range: string): string {
  const [from, to] = range.split('..');
  if (to !== undefined) {
    return [from ? `${field}>=${from}` : '', to ? `${field}<=${to}` : ''].filter(Boolean).join(' ');
  }
  const span = range === '' ? RANGES[0] : range;
  return span === 'all' ? '' : `${field}>=now-${span}`;
}

/** What the server is asked for: the filter of the address and, of a series, its span of time. */
export function wholeFilter(address: ListAddress, timeField: string | undefined): string {
  const range = timeField === undefined ? '' : rangeFilter(timeField, address.range);
  if (range === '' || address.filter === '') return address.filter || range;
  return `(${address.filter}) ${range}`;
}

/** From when to when a chart of the span goes. Where the beginning is not said, it is a year before the end. */
export function rangeSpan(range: string, now: Date): { from: Date; to: Date } {
  const [from, to] = range.split('..');
  if (to !== undefined) {
    const end = resolveTime(to, now) ?? now;
    return { from: resolveTime(from ?? '', now) ?? yearBefore(end), to: end };
  }
  const span = range === '' ? RANGES[0] : range;
  return {
    from: span === 'all' ? yearBefore(now) : (resolveTime(`now-${span}`, now) ?? yearBefore(now)),
    to: now,
  };
}

function yearBefore(at: Date): Date {
  const before = new Date(at);
  before.setFullYear(before.getFullYear() - 1);
  return before;
}

/** A point of a chart: milliseconds since 1970 and a value. */
export type Point = readonly [number, number];

/** Counts over so many intervals of equal length, those without any row included, which the server leaves out. */
export function withEmpty(counts: readonly Point[], from: number, to: number, intervals: number): Point[] {
  const length = (to - from) / intervals;
  const values = new Map(counts.map(([at, value]) => [Math.round((at - from) / length), value]));
  return Array.from({ length: intervals }, (_, i): Point => [from + i * length, values.get(i) ?? 0]);
}

/** Where a chart's lines of equal value go: at most so many, at round numbers, from at or below low to high. */
export function ticks(low: number, high: number, most = 4): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  const all: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
    all.push(Number((i * step).toPrecision(12)));
  return all;
}

/**
 * The lines of a chart as an SVG path in a box of the given size. Where more than a few intervals are empty, the line
 * breaks: nothing was measured there.
 */
export function linePath(
  points: readonly Point[],
  box: { width: number; height: number; from: number; to: number; low: number; high: number },
): string {
  const x = (at: number) => (((at - box.from) / (box.to - box.from)) * box.width).toFixed(1);
  const y = (value: number) =>
    (box.height - ((value - box.low) / (box.high - box.low || 1)) * box.height).toFixed(1);
  const gaps = points
    .slice(1)
    .map(([at], i) => at - (points[i]?.[0] ?? at))
    .sort((a, b) => a - b);
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 0;
  return points
    .map(([at, value], i) => {
      const before = points[i - 1];
      const breaks = before === undefined || at - before[0] > usual * 3;
      return `${breaks ? 'M' : 'L'}${x(at)} ${y(value)}`;
    })
    .join('');
}
