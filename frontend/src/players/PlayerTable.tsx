import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Day } from '../live/day.ts';
import { isOnline, type Player } from '../live/player.ts';
import box from '../ui/Checkbox.module.css';
import { cx } from '../ui/cx.ts';
import type { Density } from '../ui/theme.ts';
import { useDensity } from '../ui/useDensity.ts';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useNow } from '../ui/useNow.ts';
import { useRowWindow } from '../ui/useRowWindow.ts';
import { columnClass } from './columnClass.ts';
import { COLUMNS } from './columns.ts';
import type { HourSeriesStore } from './hourSeries.ts';
import { PlayerRow } from './PlayerRow.tsx';
import styles from './PlayerTable.module.css';
import type { ColumnKey, Sort } from './search.ts';

interface Props {
  players: readonly Player[];
  columns: readonly ColumnKey[];
  day: Day | null;
  hours: HourSeriesStore;
  sort: Sort;
  onSort: (sort: Sort) => void;
  selected: ReadonlySet<string>;
  onSelect: (name: string, selected: boolean) => void;
  onSelectAll: (selected: boolean) => void;
  /** The pointer is on a row, or has left the rows. */
  onPointed: (pointed: boolean) => void;
}

/** Height of a row with its rule, as the tokens have it. */
const ROW_PX: Record<Density, number> = { compact: 27, cozy: 33, touch: 45 };

/** The players as a table; only the rows in sight are rendered. */
export function PlayerTable(props: Props) {
  const { players, columns, day, hours, sort, onSort, selected, onSelect, onSelectAll, onPointed } = props;
  const scroller = useRef<HTMLElement>(null);
  const density = useDensity();
  const coarse = useMediaQuery('(pointer: coarse)');
  const nowMs = useNow(1_000).getTime();
  const [last, setLast] = useState('');
  const { first, end, beforePx, afterPx } = useRowWindow(
    scroller,
    players.length,
    ROW_PX[coarse ? 'touch' : density],
  );
  const shown = players.slice(first, end);
  const stop = shown.some((player) => player.name === last) ? last : shown[0]?.name;
  const span = columns.length + 2;

  function onKeyDown(event: KeyboardEvent) {
    const row = (event.target as HTMLElement).closest('tr');
    const name = row?.dataset.player;
    if (row === null || name === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
      next?.querySelector<HTMLElement>('[data-handle]')?.focus();
    } else if (event.key === ' ' && (event.target as HTMLElement).matches('[data-handle]')) {
      onSelect(name, !selected.has(name));
    } else return;
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className={styles.scroller} tabIndex={0} aria-label="Players">
      <table className={styles.table} aria-rowcount={players.length + 1}>
        <thead>
          <tr>
            <th scope="col" className={styles.tick}>
              <AllBox
                count={players.filter(({ name }) => selected.has(name)).length}
                of={players.length}
                onChange={onSelectAll}
              />
            </th>
            {columns.map((column) => (
              <Heading key={column} column={column} sort={sort} onSort={onSort} />
            ))}
            <th scope="col" className={styles.pin}>
              <span className="visually-hidden">Map</span>
            </th>
          </tr>
        </thead>
        <tbody
          onKeyDown={onKeyDown}
          onFocus={(event) => setLast((event.target as HTMLElement).closest('tr')?.dataset.player ?? '')}
          onPointerEnter={(event) => onPointed(event.pointerType === 'mouse')}
          onPointerLeave={() => onPointed(false)}
        >
          <Gap px={beforePx} span={span} />
          {shown.map((player, i) => (
            <PlayerRow
              key={player.name}
              player={player}
              index={first + i + 2}
              columns={columns}
              day={day}
              // Only what shows an age is rendered again for the time alone.
              nowMs={isOnline(player) && !player.attention ? 0 : nowMs}
              hours={hours}
              selected={selected.has(player.name)}
              tabStop={player.name === stop}
              onSelect={onSelect}
            />
          ))}
          <Gap px={afterPx} span={span} />
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

/** Selects everybody that is shown, or nobody. */
function AllBox({
  count,
  of,
  onChange,
}: {
  count: number;
  of: number;
  onChange: (selected: boolean) => void;
}) {
  return (
    <input
      type="checkbox"
      className={box.box}
      aria-label="Select all that are shown"
      ref={(element) => {
        if (element !== null) element.indeterminate = count > 0 && count < of;
      }}
      checked={count > 0 && count === of}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

interface HeadingProps {
  column: ColumnKey;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

function Heading({ column, sort, onSort }: HeadingProps) {
  const { label, title, firstDescending } = COLUMNS[column];
  const active = sort.key === column;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={cx(columnClass(column), column === 'name' && styles.first)}
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={cx(styles.sort, active && styles.active)}
        title={title}
        onClick={() =>
          onSort({ key: column, descending: active ? !sort.descending : firstDescending === true })
        }
      >
        {label}
        {active && <Arrow size={14} aria-hidden="true" />}
      </button>
    </th>
  );
}
