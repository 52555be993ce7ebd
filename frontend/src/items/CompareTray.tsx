import { useQueries, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { cx } from '../ui/cx.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { CantripTier } from './CantripTier.tsx';
import styles from './CompareTray.module.css';
import { type CompareRow, compareGroups, deltas } from './compare.ts';
import type { ItemDetail } from './item.ts';
import { itemQuery, wornQuery } from './queries.ts';
import { slotWords } from './slots.ts';

interface Props {
  ids: readonly number[];
  onRemove: (id: number) => void;
  onClear: () => void;
  /** Whose worn items they are measured by; empty for nobody. */
  wearer: string;
  onWearer: (name: string) => void;
  characters: readonly string[];
}

/** Up to four items side by side, the best of each line in bold, and what each is over what somebody wears. */
export function CompareTray({ ids, onRemove, onClear, wearer, onWearer, characters }: Props) {
  const answers = useQueries({ queries: ids.map((id) => itemQuery(id)) });
  const items = answers.flatMap(({ data }) => data ?? []);
  const worn = useQuery({ ...wornQuery(wearer), enabled: wearer !== '' }).data;
  const groups = useMemo(() => compareGroups(items), [items]);
  const difference = worn === undefined ? null : deltas(items, worn);
  const slots = [...new Set(items.map((item) => slotWords(item.slots).toLowerCase()))];
  const missing = answers.filter(({ isError }) => isError).length;
  return (
    <section className={styles.tray} aria-label="Compare" aria-busy={answers.some((one) => one.isPending)}>
      <header className={styles.head}>
        <h2 className={styles.title}>Compare</h2>
        <span className={styles.soft}>
          {ids.length}
          {slots.length === 1 && slots[0] !== '' && ` · ${slots[0]}`}
        </span>
        <button type="button" className={styles.clear} onClick={onClear}>
          Clear
        </button>
      </header>
      <label className={styles.wearer}>
        Δ to what is worn by
        <select value={wearer} onChange={(event) => onWearer(event.target.value)}>
          <option value="">nobody</option>
          {wearer !== '' && !characters.includes(wearer) && <option>{wearer}</option>}
          {characters.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {missing > 0 && <p className={styles.soft}>{missing} of them can no longer be found.</p>}
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            {items.map((item) => (
              <ItemHead key={item.id} item={item} onRemove={() => onRemove(item.id)} />
            ))}
          </tr>
        </thead>
        {groups.map(({ label, rows }, i) => (
          <tbody key={label}>
            {i > 0 && (
              <tr>
                <th scope="rowgroup" colSpan={items.length + 1} className={styles.group}>
                  {label}
                </th>
              </tr>
            )}
            {rows.map((row, at) => [
              <Line key={row.label} row={row} />,
              i === 0 && at === 0 && difference !== null && <Line key="delta" row={difference} />,
            ])}
          </tbody>
        ))}
      </table>
      {items.length === 0 && missing < ids.length && <Skeleton height="120px" />}
    </section>
  );
}

function ItemHead({ item, onRemove }: { item: ItemDetail; onRemove: () => void }): ReactNode {
  return (
    <th scope="col" className={styles.item}>
      <span className={styles.name} title={item.name}>
        {item.name}
      </span>
      <span className={styles.owner}>{item.character_name}</span>
      <button
        type="button"
        className={styles.remove}
        aria-label={`Stop comparing ${item.name}`}
        onClick={onRemove}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </th>
  );
}

function Line({ row }: { row: CompareRow }) {
  return (
    <tr>
      <th scope="row" className={styles.label}>
        {row.label}
      </th>
      {row.cells.map(({ text, best, tier, sign }, i) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
          key={i}
          className={cx(best && styles.best, sign === 1 && styles.gain, sign === -1 && styles.loss)}
        >
          {tier === undefined ? text : <CantripTier tier={tier} short />}
          {best && <span className="visually-hidden"> best</span>}
        </td>
      ))}
    </tr>
  );
}
