import uPlot from 'uplot';
import type { Mark } from './marks.ts';
import { shortNumber, timeTick } from './ticks.ts';

/** Colours of lines, by the name of their token. */
export type LineColour = 'accent' | 'gold' | 'info' | 'warn' | 'text2' | 'rare';

export interface Line {
  label: string;
  values: (number | null)[];
  colour: LineColour;
  /** Tints the ground under it. */
  filled?: boolean;
  dashed?: boolean;
}

/** One chart of a stack; all share the time axis. */
export interface Panel {
  label: string;
  /** Stands before its lines where these are not named after it. */
  title?: string;
  unit?: string;
  /** CSS pixels of the plot without its axis. */
  height: number;
  lines: Line[];
}

export interface Stack {
  t: number[];
  panels: Panel[];
  marks: readonly Mark[];
  /** Unix seconds. */
  from: number;
  to: number;
}

/** Colours and type of the page as a canvas needs them. */
export interface Paint {
  colour: (token: string) => string;
  font: string;
}

const AXIS_HEIGHT = 24;
const AXIS_WIDTH = 46;
const TOP_ROOM = 6;
/** Half a label of the time axis. */
const RIGHT_ROOM = 18;
/** Half a digit: the lowest number of the upright axis stands on the line. */
const FOOT_ROOM = 7;

/** The colours of the theme that is shown, read from the style sheet. */
export function readPaint(): Paint {
  const style = getComputedStyle(document.documentElement);
  return {
    colour: (token) => style.getPropertyValue(`--${token}`).trim(),
    font: `12px ${style.getPropertyValue('--font').trim() || 'sans-serif'}`,
  };
}

/** Height of one panel's element; the last carries the time axis. */
export function plotHeight(panel: Panel, last: boolean): number {
  return panel.height + TOP_ROOM + (last ? AXIS_HEIGHT : FOOT_ROOM);
}

/**
 * Draws one panel of a stack into an element. `read` is asked at every redraw, so that setData is all an update needs.
 * Plots with the same sync key share their crosshair. The caller destroys it.
 */
export function drawPanel(
  element: HTMLElement,
  index: number,
  read: () => Stack,
  paint: Paint,
  options: {
    syncKey: string;
    width: number;
    onCursor: (t: number | null) => void;
    /** A stretch was drawn over it; left out where nothing is to be zoomed. */
    onZoom?: ((from: number, to: number) => void) | undefined;
  },
): uPlot {
  const stack = read();
  const panel = stack.panels[index];
  if (panel === undefined) throw new RangeError(`no panel ${index}`);
  const last = index === stack.panels.length - 1;
  const grid = { stroke: paint.colour('line-weak'), width: 1 };
  const axis = {
    stroke: paint.colour('text2'),
    font: paint.font,
    grid,
    ticks: { show: false },
  };
  const plot = new uPlot(
    {
      width: options.width,
      height: plotHeight(panel, last),
      padding: [TOP_ROOM, RIGHT_ROOM, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: options.onZoom !== undefined, y: false, setScale: false },
        points: { size: 7, width: 2 },
        sync: { key: options.syncKey, setSeries: false, scales: ['x', null] },
      },
      scales: {
        x: { time: true, range: () => [read().from, read().to] },
        y: { range: (_, low, high) => yRange(low, high) },
      },
      axes: [
        {
          ...axis,
          size: last ? AXIS_HEIGHT : FOOT_ROOM,
          gap: 4,
          space: 72,
          values: (_, splits, __, ___, step) => splits.map((at) => (last ? timeTick(at, step) : '')),
        },
        {
          ...axis,
          size: AXIS_WIDTH,
          gap: 6,
          space: panel.height < 90 ? 26 : 40,
          values: (_, splits) => splits.map(shortNumber),
        },
      ],
      series: [
        {},
        ...panel.lines.map((line) => ({
          stroke: paint.colour(line.colour),
          width: 1.5,
          ...(line.dashed && { dash: [4, 4] }),
          ...(line.filled && { fill: tint(paint.colour(line.colour)) }),
          points: { show: (u: uPlot, at: number) => isLonely(u.data[at] ?? []) },
        })),
      ],
      hooks: {
        draw: [(u) => drawMarks(u, read().marks, index === 0, paint)],
        setSelect: [
          (u) => {
            const { left, width } = u.select;
            if (width <= 0) return;
            options.onZoom?.(u.posToVal(left, 'x'), u.posToVal(left + width, 'x'));
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
        setCursor: [
          (u) => {
            const { left } = u.cursor;
            options.onCursor(left === undefined || left < 0 ? null : u.posToVal(left, 'x'));
          },
        ],
      },
    },
    panelData(stack, index),
    element,
  );
  return plot;
}

/** A panel's columns as uPlot takes them. */
export function panelData(stack: Stack, index: number): uPlot.AlignedData {
  return [stack.t, ...(stack.panels[index]?.lines.map((line) => line.values) ?? [])] as uPlot.AlignedData;
}

/** From 0, so that heights compare, with a little air on top; a panel without values shows 0 to 1. */
function yRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || high <= 0) return [0, 1];
  return [Math.min(0, low), high * 1.08];
}

/** Few points make no line; they are drawn as dots. */
function isLonely(values: ArrayLike<number | null | undefined>): boolean {
  let known = 0;
  for (let i = 0; i < values.length && known < 3; i++) if (values[i] != null) known += 1;
  return known < 3;
}

function tint(colour: string): string {
  return `color-mix(in oklab, ${colour} 13%, transparent)`;
}

/** A dotted line at each mark, and its shape on top of the first panel: a diamond for a rare, a cross for a death. */
function drawMarks(u: uPlot, marks: readonly Mark[], withShape: boolean, paint: Paint): void {
  const { ctx, bbox } = u;
  const ratio = uPlot.pxRatio;
  ctx.save();
  for (const { t, kind } of marks) {
    const x = Math.round(u.valToPos(t, 'x', true));
    if (!(x >= bbox.left && x <= bbox.left + bbox.width)) continue;
    ctx.strokeStyle = paint.colour(kind === 'rare' ? 'rare' : 'danger');
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = ratio;
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + (withShape ? 12 * ratio : 0));
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    if (!withShape) continue;
    ctx.setLineDash([]);
    const y = bbox.top + 5 * ratio;
    const r = 5 * ratio;
    ctx.beginPath();
    if (kind === 'rare') {
      ctx.moveTo(x, y - r);
      ctx.lineTo(x + r, y);
      ctx.lineTo(x, y + r);
      ctx.lineTo(x - r, y);
      ctx.fill();
    } else {
      const d = r * 0.75;
      ctx.lineWidth = 2 * ratio;
      ctx.moveTo(x - d, y - d);
      ctx.lineTo(x + d, y + d);
      ctx.moveTo(x + d, y - d);
      ctx.lineTo(x - d, y + d);
      ctx.stroke();
    }
  }
  ctx.restore();
}
