import type { ReactNode } from 'react';
import styles from './Table.module.css';

interface Column {
  label: string;
  /** Numbers are flush right; the end column holds the actions and shows no heading. */
  kind?: 'number' | 'end';
}

interface Props {
  /** What the table lists, for those who cannot see the heading beside it. */
  caption: string;
  columns: Column[];
  /** Rows: <tr> with a <th scope="row"> first. */
  children: ReactNode;
}

/** A plain table for a page's lists of up to some hundred rows; it scrolls sideways by itself. */
export function Table({ caption, columns, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.frame} tabIndex={0} aria-label={caption}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" className={column.kind && styles[column.kind]}>
                {column.kind === 'end' ? (
                  <span className="visually-hidden">{column.label}</span>
                ) : (
                  column.label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
