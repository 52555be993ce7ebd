import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { HourSeries, HourSeriesStore } from './hourSeries.ts';
import styles from './Spark.module.css';
import { sparkPath } from './sparkPath.ts';

const WIDTH = 88;
const HEIGHT = 14;
/** Room for the dot and the line's own width. */
const EDGE = 3;
const RENEW_MS = 30_000;

/** A character's series of the last hour, kept up to date while it is in sight. */
export function useHour(hours: HourSeriesStore, name: string, inSight: boolean): HourSeries | null {
  useEffect(() => {
    if (!inSight) return;
    hours.want(name);
    const timer = setInterval(() => hours.want(name), RENEW_MS);
    return () => clearInterval(timer);
  }, [hours, name, inSight]);
  return useSyncExternalStore(
    hours.subscribe,
    useCallback(() => hours.get(name), [hours, name]),
  );
}

/** The kills of the last hour as a small line; the numbers stand beside it. */
export function Spark({ series }: { series: HourSeries | null }) {
  const path = series === null ? null : sparkPath(series, WIDTH, HEIGHT);
  return (
    <svg
      className={styles.spark}
      width={WIDTH + 2 * EDGE}
      height={HEIGHT + 2 * EDGE}
      viewBox={`${-EDGE} ${-EDGE} ${WIDTH + 2 * EDGE} ${HEIGHT + 2 * EDGE}`}
      aria-hidden="true"
    >
      {path !== null && (
        <>
          <path d={path.area} className={styles.area} />
          <path d={path.line} className={styles.line} />
          <circle cx={path.end.x} cy={path.end.y} r="2" className={styles.end} />
        </>
      )}
    </svg>
  );
}
