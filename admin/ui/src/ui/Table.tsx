import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Table.module.css';

interface Column {
  label: string;
  /** Numbers are flush with the end; the end column holds the actions and shows no heading. */
  kind?: 'number' | 'end';
}

interface Props {
  /** What the table lists, for those who cannot see the heading beside it. */
  caption: string;
  columns: readonly Column[];
  className?: string | undefined;
  /** Rows: <tr> with a <th scope="row"> first. */
  children: ReactNode;
}

/** A plain table for a page's lists of up to some hundred rows; it scrolls sideways by itself. */
export function Table({ caption, columns, className, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={cx(styles.frame, className)} tabIndex={0} aria-label={caption}>
      <table className={styles.table}>
        <caption className="adm-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" className={column.kind && styles[column.kind]}>
                <span className={column.kind === 'end' ? 'adm-hidden' : undefined}>{column.label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
