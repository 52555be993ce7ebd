import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cx } from '../ui/cx.ts';
import styles from './LogTable.module.css';

export interface LogColumn<R> {
  key: string;
  label: string;
  cell: (row: R) => ReactNode;
  /** What it is sorted by; left out where it cannot be. */
  order?: (row: R) => string | number;
  /** Flush right, and greatest first. */
  number?: boolean;
  /** Not on a phone. */
  minor?: boolean;
}

interface Props<R> {
  /** What the table lists. */
  caption: string;
  columns: readonly LogColumn<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** A column's key, with a minus in front of it for the other way round; undefined: the rows as they come. */
  sort?: string | undefined;
  onSort?: (sort: string) => void;
  /** The key of the row that is chosen, where one may be. */
  chosen?: string | undefined;
}

/** So many rows are drawn at first and at every further step. */
const STEP = 200;

/** A table of a log or of totals, whose headings sort it. */
export function LogTable<R>({ caption, columns, rows, rowKey, sort, onSort, chosen }: Props<R>) {
  const [most, setMost] = useState(STEP);
  const sorted = sortRows(rows, columns, sort);
  const shown = sorted.slice(0, most);
  const down = sort?.startsWith('-') ?? false;
  const by = down ? sort?.slice(1) : sort;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.frame} aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, label, number, minor, order }) => {
              const here = key === by;
              const Arrow = down ? ArrowDown : ArrowUp;
              return (
                <th
                  key={key}
                  scope="col"
                  className={cx(number && styles.number, minor && styles.minor)}
                  aria-sort={
                    order === undefined ? undefined : here ? (down ? 'descending' : 'ascending') : 'none'
                  }
                >
                  {order === undefined || onSort === undefined ? (
                    label
                  ) : (
                    <button
                      type="button"
                      className={styles.sort}
                      onClick={() => onSort((here ? down : !number) ? key : `-${key}`)}
                    >
                      {label}
                      {here && <Arrow size={13} aria-hidden="true" />}
                    </button>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const id = rowKey(row);
            return (
              <tr key={id} className={cx(id === chosen && styles.chosen)}>
                {columns.map(({ key, cell, number, minor }, i) => {
                  const name = cx(number && styles.number, minor && styles.minor);
                  return i === 0 ? (
                    <th key={key} scope="row" className={name}>
                      {cell(row)}
                    </th>
                  ) : (
                    <td key={key} className={name}>
                      {cell(row)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > most && (
        <button type="button" className={styles.more} onClick={() => setMost(most + STEP)}>
          Show {Math.min(STEP, rows.length - most)} more of {rows.length}
        </button>
      )}
    </section>
  );
}

/** Rows in the order that is asked for; of equals the first stays first. */
export function sortRows<R>(
  rows: readonly R[],
  columns: readonly LogColumn<R>[],
  sort: string | undefined,
): readonly R[] {
  const down = sort?.startsWith('-') ?? false;
  const order = columns.find(({ key }) => key === (down ? sort?.slice(1) : sort))?.order;
  if (order === undefined) return rows;
  const sign = down ? -1 : 1;
  return rows.toSorted((a, b) => {
    const x = order(a);
    const y = order(b);
    if (typeof x === 'string' && typeof y === 'string') return sign * x.localeCompare(y);
    return x < y ? -sign : x > y ? sign : 0;
  });
}
