import { ArrowDown, ArrowUp, Check } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, type ReactNode, type RefObject, useState } from 'react';
import { ItemIcon } from '../inventory/ItemIcon.tsx';
import { cx } from '../ui/cx.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import type { Density } from '../ui/theme.ts';
import { useDensity } from '../ui/useDensity.ts';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useRowWindow } from '../ui/useRowWindow.ts';
import type { Sort } from './address.ts';
import { CantripList } from './CantripList.tsx';
import type { Column } from './columns.ts';
import styles from './ItemTable.module.css';
import type { Item } from './item.ts';
import { moveFocus } from './moveFocus.ts';

export interface ResultProps {
  items: readonly Item[];
  /** How many were found; those that are not here yet stand as empty rows at the end. */
  total: number;
  scroller: RefObject<HTMLElement | null>;
  compared: readonly number[];
  opened: number | null;
  onOpen: (item: Item, from: Element) => void;
  onCompare: (id: number) => void;
}

interface Props extends ResultProps {
  columns: readonly Column[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** Height of a row with its rule. */
const ROW_PX: Record<Density, number> = { compact: 34, cozy: 41, touch: 49 };
/** Empty rows for what is still to come. */
const MOST_COMING = 12;

/** What was found as a table; only the rows in sight are rendered. */
export function ItemTable(props: Props) {
  const { items, total, scroller, columns, sort, onSort, compared, opened, onOpen, onCompare } = props;
  const density = useDensity();
  const coarse = useMediaQuery('(pointer: coarse)');
  const rowPx = ROW_PX[coarse ? 'touch' : density];
  const coming = Math.min(MOST_COMING, total - items.length);
  const { first, end, beforePx, afterPx } = useRowWindow(scroller, items.length + coming, rowPx);
  const [last, setLast] = useState<number | null>(null);
  const shown = items.slice(first, end);
  const stop = shown.some(({ id }) => id === last) ? last : shown[0]?.id;

  return (
    <table
      className={styles.table}
      style={{ '--item-row': `${rowPx}px` } as CSSProperties}
      aria-rowcount={total + 1}
      aria-label="Items"
    >
      <thead>
        <tr>
          <th scope="col" className={styles.tick}>
            <span className="visually-hidden">Compare</span>
          </th>
          <Heading
            className={styles.nameHead}
            label="Name"
            title="Name"
            field="name"
            sort={sort}
            onSort={onSort}
            ascending
          />
          {columns.map((column) => (
            <Heading
              key={column.key}
              className={cx(styles[column.key], column.number && styles.number)}
              label={column.label}
              title={column.title}
              field={column.sort}
              sort={sort}
              onSort={onSort}
              ascending={!column.number}
            />
          ))}
        </tr>
      </thead>
      <tbody
        onKeyDown={(event: KeyboardEvent) => moveFocus(event, 1, onCompare)}
        onFocus={(event) => {
          const id = (event.target as HTMLElement).closest<HTMLElement>('[data-item]')?.dataset.item;
          if (id !== undefined) setLast(Number(id));
        }}
      >
        <Gap px={beforePx} />
        {shown.map((item, i) => (
          <tr
            key={item.id}
            data-item={item.id}
            aria-rowindex={first + i + 2}
            className={cx(compared.includes(item.id) && styles.compared, opened === item.id && styles.opened)}
          >
            <td className={styles.tick}>
              <CompareBox
                item={item}
                checked={compared.includes(item.id)}
                onChange={() => onCompare(item.id)}
              />
            </td>
            <th scope="row" className={styles.first}>
              <button
                type="button"
                className={styles.name}
                tabIndex={item.id === stop ? 0 : -1}
                data-handle=""
                aria-haspopup="dialog"
                onClick={(event) => onOpen(item, event.currentTarget)}
              >
                {item.name}
                {(item.stack_count ?? 1) > 1 && <span className={styles.soft}> × {item.stack_count}</span>}
              </button>
            </th>
            {columns.map((column) => (
              <td key={column.key} className={cx(styles[column.key], column.number && styles.number)}>
                <Cell column={column} item={item} />
              </td>
            ))}
          </tr>
        ))}
        {Array.from({ length: Math.max(0, end - first - shown.length) }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
          <tr key={`coming ${i}`}>
            <td colSpan={2}>
              <Skeleton />
            </td>
          </tr>
        ))}
        <Gap px={afterPx} />
      </tbody>
    </table>
  );
}

function Cell({ column, item }: { column: Column; item: Item }): ReactNode {
  if (column.key === 'cantrips') return <CantripList cantrips={item.cantrips} />;
  if (column.key !== 'on') return column.text(item);
  return (
    <span className={styles.holder}>
      <span>{item.character_name}</span>
      {item.worn && <span className={styles.worn}>worn</span>}
    </span>
  );
}

/** The item's picture, which is ticked to compare it. */
export function CompareBox({
  item,
  checked,
  onChange,
}: {
  item: Item;
  checked: boolean;
  onChange: () => void;
}) {
  return (
    <label className={cx(styles.box, checked && styles.checked)} title="Compare (c)">
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`Compare ${item.name}`}
        checked={checked}
        onChange={onChange}
      />
      {checked ? (
        <Check size={18} strokeWidth={2.5} aria-hidden="true" />
      ) : (
        <ItemIcon item={item} size={22} />
      )}
    </label>
  );
}

/** Its one cell spans nothing: a column that is hidden would come back for it. */
function Gap({ px }: { px: number }) {
  if (px === 0) return null;
  return (
    <tr>
      <td className={styles.gap} style={{ blockSize: `${px}px` }} />
    </tr>
  );
}

interface HeadingProps {
  label: string;
  title: string;
  field: string | null;
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** The smallest first, as one would have names. */
  ascending: boolean;
  className?: string | undefined;
}

function Heading({ label, title, field, sort, onSort, ascending, className }: HeadingProps) {
  const active = field !== null && sort.field === field;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  if (field === null) {
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    );
  }
  return (
    <th
      scope="col"
      className={className}
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={cx(styles.sort, active && styles.active)}
        title={title}
        onClick={() => onSort({ field, descending: active ? !sort.descending : !ascending })}
      >
        {label}
        {active && <Arrow size={14} aria-hidden="true" />}
      </button>
    </th>
  );
}
