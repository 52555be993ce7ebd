import { Link } from '@tanstack/react-router';
import { ArrowDown, CircleCheck } from 'lucide-react';
import { useRef } from 'react';
import { cx } from '../ui/cx.ts';
import type { Density } from '../ui/theme.ts';
import { useDensity } from '../ui/useDensity.ts';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useRowWindow } from '../ui/useRowWindow.ts';
import { type Matrix, type MatrixRow, type Standing, shortClock } from './matrix.ts';
import styles from './QuestTable.module.css';
import { useColumnWindow } from './useColumnWindow.ts';

interface Props {
  matrix: Matrix;
  /** The quest that the rows are ordered by. */
  by: string | undefined;
  onBy: (quest: string | undefined) => void;
}

/** Height of a row with its rule, as the tokens have it. */
const ROW_PX: Record<Density, number> = { compact: 27, cozy: 33, touch: 45 };
const COLUMN_PX = 112;

/** Characters down, quests across; only what is in sight is rendered. */
export function QuestTable({ matrix: { quests, rows }, by, onBy }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const density = useDensity();
  const coarse = useMediaQuery('(pointer: coarse)');
  const down = useRowWindow(scroller, rows.length, ROW_PX[coarse ? 'touch' : density]);
  const across = useColumnWindow(scroller, quests.length, COLUMN_PX);
  const columns = quests.slice(across.first, across.end);
  const span = columns.length + 3;
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Characters and quests"
    >
      <table
        className={styles.table}
        aria-rowcount={rows.length + 1}
        aria-colcount={quests.length + 1}
        style={{ inlineSize: `calc(var(--names) + ${quests.length * COLUMN_PX}px)` }}
      >
        <caption className="visually-hidden">Quests of each character</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.first} aria-sort={by === undefined ? 'ascending' : 'none'}>
              <button type="button" className={styles.sort} onClick={() => onBy(undefined)}>
                Character
              </button>
            </th>
            <td className={styles.gap} style={{ inlineSize: `${across.beforePx}px` }} />
            {columns.map(({ name, ready }, i) => (
              <th
                key={name}
                scope="col"
                aria-colindex={across.first + i + 2}
                aria-sort={by === name ? 'ascending' : 'none'}
                style={{ inlineSize: `${COLUMN_PX}px` }}
              >
                <button
                  type="button"
                  className={cx(styles.sort, by === name && styles.active)}
                  title={`${name}: ${ready} ready`}
                  onClick={() => onBy(by === name ? undefined : name)}
                >
                  <span className={styles.quest}>{name}</span>
                  {by === name && <ArrowDown size={12} aria-hidden="true" />}
                </button>
                <span className={cx(styles.count, ready > 0 && styles.some)}>{ready} ready</span>
              </th>
            ))}
            <td className={styles.gap} style={{ inlineSize: `${across.afterPx}px` }} />
          </tr>
        </thead>
        <tbody>
          <Gap px={down.beforePx} span={span} />
          {rows.slice(down.first, down.end).map((row, i) => (
            <Row key={row.character} row={row} index={down.first + i + 2} columns={columns} />
          ))}
          <Gap px={down.afterPx} span={span} />
        </tbody>
      </table>
    </section>
  );
}

function Gap({ px, span }: { px: number; span: number }) {
  if (px === 0) return null;
  return (
    <tr>
      <td colSpan={span} className={styles.gap} style={{ blockSize: `${px}px` }} />
    </tr>
  );
}

function Row({ row, index, columns }: { row: MatrixRow; index: number; columns: Matrix['quests'] }) {
  return (
    <tr aria-rowindex={index} data-character={row.character}>
      <th scope="row" className={styles.first}>
        <Link to="/players/$name/$tab" params={{ name: row.character, tab: 'quests' }}>
          {row.character}
        </Link>
      </th>
      <td className={styles.gap} />
      {columns.map(({ name }) => (
        <td key={name}>
          <Cell standing={row.standings.get(name)} />
        </td>
      ))}
      <td className={styles.gap} />
    </tr>
  );
}

function Cell({ standing }: { standing: Standing | undefined }) {
  if (standing === undefined) return <span className={styles.none}>–</span>;
  const { leftMs, countdown } = standing;
  if (leftMs !== 0) return leftMs === null ? countdown || 'unknown' : shortClock(leftMs);
  return (
    <span className={styles.ready}>
      <CircleCheck size={14} aria-hidden="true" />
      Ready
    </span>
  );
}
