import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { list as words } from '../text/list.ts';
import { shortTime } from '../ui/age.ts';
import { numberText } from '../ui/numbers.ts';
import styles from './LineChart.module.css';
import { linePath, type Point, ticks } from './series.ts';

interface Props {
  points: readonly Point[];
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  label: string;
  unit?: string | undefined;
  /** The bottom is zero, as of counts. */
  fromZero?: boolean;
}

const HEIGHT_PX = 130;
/** Room for the numbers beside it and the times below. */
const SIDE_PX = 52;
const BELOW_PX = 18;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric' });
const DAY_MS = 86_400_000;

/** One line over time; what is under the pointer is said in words. */
export function LineChart({ points, from, to, label, unit = '', fromZero }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(800);
  const [at, setAt] = useState<number | null>(null);

  useEffect(() => {
    const element = svg.current;
    if (element === null) return;
    const resize = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 800));
    resize.observe(element);
    return () => resize.disconnect();
  }, []);

  const values = points.map(([, value]) => value);
  const least = values.length === 0 ? 0 : Math.min(...values);
  const most = values.length === 0 ? 1 : Math.max(...values);
  const low = fromZero ? 0 : least - (most - least || 1) * 0.08;
  const high = most + (most - low || 1) * 0.08;
  const box = { width: width - SIDE_PX, height: HEIGHT_PX, from, to, low, high };
  const x = (time: number) => ((time - from) / (to - from)) * box.width;
  const y = (value: number) => HEIGHT_PX - ((value - low) / (high - low || 1)) * HEIGHT_PX;
  const shown = at === null ? undefined : points[at];
  const line = linePath(points, box);
  const marks = Math.max(2, Math.floor(box.width / 160));
  const times = Array.from({ length: marks }, (_, i) => from + ((to - from) * i) / (marks - 1));
  const format = to - from > 300 * DAY_MS ? month : to - from > 3 * DAY_MS ? day : clock;

  function onMove(event: PointerEvent<SVGSVGElement>) {
    const left = event.currentTarget.getBoundingClientRect().left + SIDE_PX;
    const time = from + ((event.clientX - left) / box.width) * (to - from);
    let nearest = -1;
    for (const [i, [moment]] of points.entries()) {
      const best = points[nearest]?.[0];
      if (best === undefined || Math.abs(moment - time) < Math.abs(best - time)) nearest = i;
    }
    setAt(nearest < 0 ? null : nearest);
  }

  const figure = (value: number) =>
    `${numberText(Number(value.toPrecision(6)))}${unit === '' ? '' : ` ${unit}`}`;

  return (
    <figure className={styles.chart}>
      <svg
        ref={svg}
        className={styles.svg}
        height={HEIGHT_PX + BELOW_PX + 8}
        role="img"
        aria-label={words.range.alt(label, figure(least), figure(most), points.length)}
        onPointerMove={onMove}
        onPointerLeave={() => setAt(null)}
      >
        <g transform={`translate(${SIDE_PX} 6)`}>
          {ticks(low, high).map((value) => (
            <g key={value}>
              <line className={styles.grid} x1={0} x2={box.width} y1={y(value)} y2={y(value)} />
              <text className={styles.text} x={-8} y={y(value) + 4} textAnchor="end">
                {numberText(value)}
              </text>
            </g>
          ))}
          {times.map((time, i) => (
            <text
              key={time}
              className={styles.text}
              x={x(time)}
              y={HEIGHT_PX + BELOW_PX - 2}
              textAnchor={i === 0 ? 'start' : i === times.length - 1 ? 'end' : 'middle'}
            >
              {format.format(time)}
            </text>
          ))}
          <path className={styles.line} d={line} />
          {points.length === 1 && points[0] !== undefined && (
            <circle className={styles.dot} cx={x(points[0][0])} cy={y(points[0][1])} r={3} />
          )}
          {shown !== undefined && (
            <>
              <line className={styles.hair} x1={x(shown[0])} x2={x(shown[0])} y1={0} y2={HEIGHT_PX} />
              <circle className={styles.dot} cx={x(shown[0])} cy={y(shown[1])} r={3.5} />
            </>
          )}
        </g>
      </svg>
      <figcaption className={styles.caption}>
        {label}
        {shown !== undefined && (
          <>
            <strong>{figure(shown[1])}</strong> {shortTime(new Date(shown[0]), new Date())}
          </>
        )}
      </figcaption>
    </figure>
  );
}
