import { type Column, titleOf } from '../api/schema.ts';
import type { Ref, Row } from '../api/types.ts';
import { ValueView } from '../fields/ValueView.tsx';
import { Link } from '../ui/router.tsx';
import styles from './RowTable.module.css';

interface Props {
  row: Row;
  column: Column;
  /** Where the row's page is, for the cell that leads there. */
  to?: string | undefined;
}

/** What one row has in one column. */
export function Cell({ row, column, to }: Props) {
  const value = row[column.name];
  const shown =
    column.field !== undefined ? (
      <ValueView field={column.field} value={value} />
    ) : column.edge !== undefined ? (
      <RefView value={value} />
    ) : (
      row.id
    );
  if (to === undefined) return shown;
  return (
    <Link href={to} className={styles.link}>
      {value === null || value === undefined || value === '' ? titleOf(row) : shown}
    </Link>
  );
}

function RefView({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className={styles.none}>–</span>;
  const { id, label } = value as Ref;
  return label || id;
}
