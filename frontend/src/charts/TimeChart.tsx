import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { formatCount } from '../live/age.ts';
import { cx } from '../ui/cx.ts';
import { useTheme } from '../ui/useTheme.ts';
import { nearestMark } from './marks.ts';
import { newest } from './series.ts';
import { drawPanel, type Line, type Panel, panelData, plotHeight, readPaint, type Stack } from './stack.ts';
import styles from './TimeChart.module.css';
import { moment } from './ticks.ts';

interface Props extends Stack {
  /** What it shows, for those who do not see it; the numbers are in the table that stands with it. */
  label: string;
  /** Charts with the same key share their crosshair. */
  syncKey: string;
  /** Called with the ends of a stretch that was drawn over it, or marked by Z at either end. */
  onZoom?: ((from: number, to: number) => void) | undefined;
}

/** Lines over time in panels one under the other. Arrow keys move the crosshair, Escape takes it away. */
export default function TimeChart({ label, syncKey, t, panels, marks, from, to, onZoom }: Props) {
  const frames = useRef<HTMLDivElement>(null);
  const plots = useRef<uPlot[]>([]);
  const stack = useRef<Stack>({ t, panels, marks, from, to });
  const [at, setAt] = useState<number | null>(null);
  const [spoken, setSpoken] = useState('');
  const zoomFrom = useRef<number | null>(null);
  const zoom = useRef(onZoom);
  zoom.current = onZoom;
  const zooms = onZoom !== undefined;
  const theme = useTheme();
  stack.current = { t, panels, marks, from, to };
  // What makes other plots; new values only redraw those that are there.
  const shape = JSON.stringify([
    theme,
    panels.map(({ height, lines }) => [height, lines.map(({ colour }) => colour)]),
  ]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: shape stands for panels and theme
  useEffect(() => {
    const frame = frames.current;
    if (frame === null) return;
    const paint = readPaint();
    const elements = [...frame.querySelectorAll<HTMLElement>('[data-plot]')];
    const width = () => elements[0]?.clientWidth ?? 0;
    const made = elements.map((element, index) =>
      drawPanel(element, index, () => stack.current, paint, {
        syncKey,
        width: width(),
        // All share one crosshair: the first tells of it.
        onCursor: index === 0 ? setAt : () => undefined,
        ...(zooms && { onZoom: (a: number, b: number) => zoom.current?.(a, b) }),
      }),
    );
    plots.current = made;
    const observer = new ResizeObserver(() => {
      for (const plot of made)
        if (plot.width !== width()) plot.setSize({ width: width(), height: plot.height });
    });
    observer.observe(frame);
    return () => {
      observer.disconnect();
      for (const plot of made) plot.destroy();
      plots.current = [];
    };
  }, [shape, syncKey, zooms]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: redrawn when what is shown changes
  useEffect(() => {
    for (const [index, plot] of plots.current.entries()) plot.setData(panelData(stack.current, index), true);
  }, [t, panels, marks, from, to]);

  const index = at === null ? null : indexAt(t, at);
  const moments = index === null ? null : (t[index] ?? null);
  const mark = at === null ? null : nearestMark(marks, at, (to - from) / 80);

  function onKeyDown(event: KeyboardEvent) {
    const end = t.length - 1;
    const step = event.shiftKey ? 10 : 1;
    let next: number | null = null;
    if (event.key === 'z' && zooms && moments !== null) {
      const start = zoomFrom.current;
      zoomFrom.current = start === null ? moments : null;
      if (start !== null) onZoom?.(start, moments);
      setSpoken(start === null ? `Zoom from ${moment(moments, to - from)}` : 'Zoomed');
      return;
    }
    if (event.key === 'ArrowLeft') next = Math.max(0, (index ?? end + 1) - step);
    else if (event.key === 'ArrowRight') next = Math.min(end, (index ?? -1) + step);
    else if (event.key === 'Home') next = 0;
    else if (event.key === 'End') next = end;
    else if (event.key !== 'Escape' || at === null) return;
    event.preventDefault();
    const time = next === null ? undefined : t[next];
    for (const plot of uPlot.sync(syncKey).plots) {
      // The first point of a downsampled line may lie a little before the chart's left edge.
      plot.setCursor({ left: time === undefined ? -10 : Math.max(0, plot.valToPos(time, 'x')), top: 10 });
    }
    setSpoken(next === null || time === undefined ? '' : words(panels, next, moment(time, to - from)));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of drawings, no fields
    <div
      ref={frames}
      className={styles.chart}
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its crosshair is moved by the arrow keys
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {panels.map((panel, i) => (
        <div key={panel.label} className={styles.panel}>
          <p className={styles.head} aria-hidden="true">
            {panel.title !== undefined && <strong className={styles.title}>{panel.title}</strong>}
            {panel.lines.map((line) => (
              <Reading key={line.label} line={line} unit={panel.unit} index={index} />
            ))}
            {i === 0 && (
              <span className={styles.moment}>
                {mark !== null && (
                  <span className={cx(styles.mark, styles[mark.kind])}>
                    {mark.kind === 'rare' ? '◆' : '✕'} {mark.label}
                  </span>
                )}
                {moments !== null && moment(moments, to - from)}
              </span>
            )}
          </p>
          <Frame height={plotHeight(panel, i === panels.length - 1)} />
        </div>
      ))}
      <span className="visually-hidden" role="status">
        {spoken}
      </span>
    </div>
  );
}

/** Holds the room of a plot before it is drawn. */
function Frame({ height }: { height: number }) {
  return <div data-plot="" className={styles.plot} style={{ blockSize: height }} aria-hidden="true" />;
}

/** A line's name with its value under the crosshair, or its newest. */
function Reading({ line, unit, index }: { line: Line; unit: string | undefined; index: number | null }) {
  const value = index === null ? newest(line.values) : (line.values[index] ?? null);
  return (
    <span className={styles.reading}>
      <span
        className={cx(styles.key, line.dashed && styles.dashed)}
        style={{ color: `var(--${line.colour})` }}
      />
      {line.label} <strong>{formatCount(value)}</strong>
      {unit !== undefined && value !== null && <span className={styles.unit}> {unit}</span>}
    </span>
  );
}

/** The point nearest to a moment; null when there is none. */
function indexAt(t: readonly number[], at: number): number | null {
  if (t.length === 0) return null;
  let low = 0;
  let high = t.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((t[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const before = t[low - 1];
  return before !== undefined && at - before < (t[low] ?? Infinity) - at ? low - 1 : low;
}

function words(panels: readonly Panel[], index: number, when: string): string {
  const values = panels.flatMap(({ lines, unit }) =>
    lines.map(
      ({ label, values }) => `${label} ${formatCount(values[index] ?? null)}${unit ? ` ${unit}` : ''}`,
    ),
  );
  return [when, ...values].join(', ');
}
