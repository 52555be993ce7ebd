import { cx } from '../ui/cx.ts';
import { COLUMNS } from './columns.ts';
import styles from './PlayerTable.module.css';
import type { ColumnKey } from './search.ts';

/** The class of a column's cells: numbers to the right, and gone where the page is narrow. */
export function columnClass(column: ColumnKey): string {
  const { number, spare } = COLUMNS[column];
  return cx(number && styles.number, spare !== undefined && styles[`spare${spare}`]);
}
