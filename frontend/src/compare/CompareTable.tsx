import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { formatCount } from '../live/age.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './CompareTable.module.css';
import {
  bestOf,
  type CompareCell,
  type CompareGroup,
  type CompareRow,
  differs,
  type Subject,
} from './rows.ts';

interface Props {
  subjects: readonly Subject[];
  groups: readonly CompareGroup[];
  busy: boolean;
  onRemove: (name: string) => void;
}

/** A column a character; lines that are the same for all are faint, the best of the others is bold. */
export function CompareTable({ subjects, groups, busy, onRemove }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroller} tabIndex={0} aria-label="Comparison" aria-busy={busy}>
      <table className={styles.table}>
        <caption className="visually-hidden">Characters compared</caption>
        <thead>
          <tr>
            <td className={styles.first} />
            {subjects.map(({ name }) => (
              <th key={name} scope="col">
                <span className={styles.name}>
                  <Link to="/players/$name" params={{ name }}>
                    {name}
                  </Link>
                  <IconButton icon={X} small label={`Take ${name} out`} onClick={() => onRemove(name)} />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ title, rows }) => (
          <tbody key={title}>
            <tr>
              <th scope="rowgroup" className={cx(styles.first, styles.group)}>
                {title}
              </th>
              <td colSpan={subjects.length} className={styles.group} />
            </tr>
            {rows.map((row) => (
              <Row key={row.label} row={row} subjects={subjects} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function Row({ row, subjects }: { row: CompareRow; subjects: readonly Subject[] }) {
  const best = bestOf(row);
  const same = subjects.length > 1 && !differs(row);
  return (
    <tr className={cx(same && styles.same)}>
      <th scope="row" className={styles.first}>
        {row.label}
      </th>
      {subjects.map(({ name }, i) => {
        const cell = row.cells[i];
        const isBest = best !== null && cell?.value === best;
        return (
          <td key={name} className={cx(isBest && styles.best)}>
            {cell !== undefined && <Cell cell={cell} />}
            {isBest && <span className="visually-hidden"> (best)</span>}
          </td>
        );
      })}
    </tr>
  );
}

function Cell({ cell: { value, text, note } }: { cell: CompareCell }) {
  return (
    <>
      {text ?? formatCount(value)}
      {note !== undefined && <small className={styles.note}>{note}</small>}
    </>
  );
}
