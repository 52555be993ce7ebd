import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatCount } from '../live/age.ts';
import styles from './CombatGrid.module.css';
import { type Grid, greatest, type Measure, measured, shade, sortGrid, type Way } from './grid.ts';

interface Props {
  caption: string;
  grid: Grid;
  measure: Measure;
  sort: string;
  onSort: (sort: string) => void;
}

const STEP = 60;
/** Per cent of the accent in the deepest shade: text on it keeps its contrast. */
const DEEPEST = 40;

/** Monsters by ways of attacking, the greater a number the deeper its cell's shade. */
export function CombatGrid({ caption, grid, measure, sort, onSort }: Props) {
  const [most, setMost] = useState(STEP);
  const rows = useMemo(() => sortGrid(grid.rows, sort, measure), [grid, sort, measure]);
  const top = useMemo(() => greatest(grid, measure), [grid, measure]);
  const down = sort.startsWith('-');
  const by = down ? sort.slice(1) : sort;
  const groups = attackTypes(grid.ways);

  function heading(key: string, label: string, text = false) {
    const here = key === by;
    const Arrow = down ? ArrowDown : ArrowUp;
    return (
      <th
        key={key}
        scope="col"
        className={text ? styles.first : styles.number}
        aria-sort={here ? (down ? 'descending' : 'ascending') : 'none'}
      >
        <button
          type="button"
          className={styles.sort}
          onClick={() => onSort((here ? down : text) ? key : `-${key}`)}
        >
          {label}
          {here && <Arrow size={12} aria-hidden="true" />}
        </button>
      </th>
    );
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.frame} aria-label={caption} tabIndex={0}>
      <table className={styles.grid}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <td className={styles.first} />
            <td colSpan={2} />
            {groups.map(({ attack, count }) => (
              <th key={attack} scope="colgroup" colSpan={count} className={styles.attack}>
                {attack}
              </th>
            ))}
          </tr>
          <tr>
            {heading('monster', 'Monster', true)}
            {heading('kills', 'Kills')}
            {heading('damage', 'Damage')}
            {grid.ways.map(({ key, element }) => heading(key, element))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row) => (
            <tr key={row.monster}>
              <th scope="row" className={styles.first}>
                {row.monster}
              </th>
              <td className={styles.number}>{formatCount(row.kills)}</td>
              <td className={styles.number}>{formatCount(row.damage)}</td>
              {grid.ways.map(({ key }) => {
                const value = measured(row.cells.get(key), measure);
                const depth = Math.round(DEEPEST * shade(value, top, measure));
                return (
                  <td
                    key={key}
                    className={styles.cell}
                    style={{ backgroundColor: `color-mix(in oklab, var(--accent) ${depth}%, transparent)` }}
                  >
                    {value === null ? '' : formatCount(value)}
                  </td>
                );
              })}
            </tr>
          ))}
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

/** Attack types with how many columns each has. */
function attackTypes(ways: readonly Way[]): { attack: string; count: number }[] {
  const groups: { attack: string; count: number }[] = [];
  for (const { attack } of ways) {
    const last = groups.at(-1);
    if (last?.attack === attack) last.count += 1;
    else groups.push({ attack, count: 1 });
  }
  return groups;
}
