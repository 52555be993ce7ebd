import { searchChart } from './chart.ts';
import { duration } from './numbers.ts';
import styles from './ProofCard.module.css';
import type { RunView } from './runView.ts';

const BOX = { width: 188, height: 44 };
/** Room for the words above and below the lines. */
const TOP = 14;
const FOOT = 16;

/** Best and bound over the time of the search: where the lines meet, the best is proven. */
export function SearchChartView({ view }: { view: RunView }) {
  const chart = searchChart(view, BOX);
  // A run that was over when the page came has told nothing but its end; one without a suit has nothing to show.
  if (chart === null || view.trace.length < 2 || chart.best === '') return null;
  const { meet } = chart;
  const right = meet !== null && meet.x > BOX.width / 2;
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${BOX.width} ${BOX.height + TOP + FOOT}`}
      width={BOX.width}
      height={BOX.height + TOP + FOOT}
      role="img"
      aria-label={
        meet === null
          ? 'Best suit and bound have not met yet'
          : `Best and bound met after ${duration(meet.seconds)}`
      }
    >
      <path className={styles.axis} d={`M0 ${BOX.height + TOP + 2}H${BOX.width}`} />
      <g transform={`translate(0 ${TOP})`}>
        {meet !== null && <path className={styles.meet} d={`M${meet.x} ${-6}V${BOX.height + 2}`} />}
        <path className={styles.bound} d={chart.bound} />
        <path className={styles.best} d={chart.best} />
        {meet !== null && <circle className={styles.point} cx={meet.x} cy={meet.y} r="3" />}
      </g>
      {chart.bound !== '' && (
        <text className={styles.boundWord} x="0" y={Math.max(10, chart.boundY + TOP - 4)}>
          bound
        </text>
      )}
      <text className={styles.bestWord} x="0" y={BOX.height + TOP + FOOT - 2}>
        best
      </text>
      {meet !== null && (
        <text
          className={styles.meetWord}
          x={right ? BOX.width : meet.x}
          textAnchor={right ? 'end' : 'start'}
          y={BOX.height + TOP + FOOT - 2}
          dx={right ? 0 : 4}
        >
          proven {duration(meet.seconds)}
        </text>
      )}
    </svg>
  );
}
