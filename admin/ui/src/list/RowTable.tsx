import { type KeyboardEvent, type RefObject, useRef } from 'react';
import { type Column, sortable, titleOf } from '../api/schema.ts';
import type { Person, Row, Type } from '../api/types.ts';
import { list as words } from '../text/list.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { Cell } from './Cell.tsx';
import { CellEditor, cellEditable } from './CellEditor.tsx';
import { clickedOrder, type OrderKey } from './order.ts';
import styles from './RowTable.module.css';
import type { Cursor } from './useCursor.ts';
import { useRowWindow } from './useRowWindow.ts';
import type { Selection } from './useSelection.ts';

interface Props {
  type: Type;
  rows: readonly Row[];
  columns: readonly Column[];
  gone: ReadonlySet<string>;
  order: readonly OrderKey[];
  onOrder: (order: OrderKey[]) => void;
  /** null where nothing can be done with rows. */
  selection: Selection | null;
  cursor: Cursor;
  scroller: RefObject<HTMLElement | null>;
  rowPx: number;
  presence: ReadonlyMap<string, readonly Person[]>;
  /** Where a row's page is; undefined where rows have none. */
  to: ((row: Row) => string) | undefined;
  menu: (row: Row) => MenuItem[];
}

/** The rows as a table. j and k walk over its rows, the arrows over their cells too. */
export function RowTable(props: Props) {
  const { type, rows, columns, gone, order, onOrder, selection, cursor, scroller, rowPx } = props;
  const { first, end, beforePx, afterPx } = useRowWindow(scroller, rows.length, rowPx);
  const chosen =
    selection === null ? 0 : selection.all ? rows.length : rows.filter((r) => selection.ids.has(r.id)).length;
  const body = useRef<HTMLTableSectionElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    const row = (event.target as HTMLElement).closest<HTMLElement>('tr[data-row]');
    // Keys of an input or button inside of a row are its own.
    if (row === null || event.target !== row) return;
    if (cursor.key(event.key)) event.preventDefault();
  }

  return (
    <table className={styles.table} aria-rowcount={rows.length + 1}>
      <caption className="adm-hidden">{type.plural}</caption>
      <thead>
        <tr>
          {selection !== null && (
            <th scope="col" className={styles.tick}>
              <Checkbox
                aria-label={words.selectPage}
                checked={rows.length > 0 && chosen === rows.length}
                partly={chosen > 0 && chosen < rows.length}
                onChange={selection.togglePage}
              />
            </th>
          )}
          {columns.map((column) => (
            <Heading key={column.name} column={column} order={order} onOrder={onOrder} />
          ))}
          <th scope="col" className={styles.end}>
            <span className="adm-hidden">{words.actions('')}</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={onKeyDown}>
        {beforePx > 0 && <tr style={{ height: beforePx }} />}
        {rows.slice(first, end).map((row, i) => (
          <TableRow
            key={row.id || first + i}
            {...props}
            row={row}
            index={first + i}
            isGone={gone.has(row.id)}
            selected={selection !== null && (selection.all || selection.ids.has(row.id))}
            people={props.presence.get(`${type.slug}/${row.id}`)}
          />
        ))}
        {afterPx > 0 && <tr style={{ height: afterPx }} />}
      </tbody>
    </table>
  );
}

interface HeadingProps {
  column: Column;
  order: readonly OrderKey[];
  onOrder: (order: OrderKey[]) => void;
}

function Heading({ column, order, onOrder }: HeadingProps) {
  const at = order.findIndex((key) => key.name === column.name);
  const key = order[at];
  const number = column.field?.kind === 'int' || column.field?.kind === 'float';
  const sort = key === undefined ? undefined : key.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" className={cx(number && styles.number)} aria-sort={at === 0 ? sort : undefined}>
      {sortable(column) ? (
        <button
          type="button"
          className={cx(styles.sort, key && styles.sorted)}
          title={words.orderHint}
          onClick={(event) => onOrder(clickedOrder(order, column.name, event.shiftKey))}
        >
          {column.label}
          {key !== undefined && (
            <>
              <Icon name={key.descending ? 'arrow-down' : 'arrow-up'} size={13} />
              {order.length > 1 && <span className={styles.rank}>{at + 1}</span>}
            </>
          )}
        </button>
      ) : (
        column.label
      )}
    </th>
  );
}

interface RowProps extends Props {
  row: Row;
  index: number;
  isGone: boolean;
  selected: boolean;
  people: readonly Person[] | undefined;
}

function TableRow({
  type,
  row,
  index,
  columns,
  isGone,
  selected,
  selection,
  cursor,
  people,
  to,
  menu,
}: RowProps) {
  const name = titleOf(row);
  const current = cursor.row === index;
  return (
    <tr
      data-row={index}
      tabIndex={current ? 0 : -1}
      aria-rowindex={index + 2}
      className={cx(selected && styles.selected, isGone && styles.gone)}
      title={isGone ? words.gone : undefined}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !current) cursor.set(index);
      }}
    >
      {selection !== null && (
        <td className={styles.tick}>
          <Checkbox
            aria-label={words.selectRow(name)}
            checked={selected}
            onChange={() => undefined}
            onClick={(event) => (event.shiftKey ? selection.toggleTo(row.id) : selection.toggle(row.id))}
          />
        </td>
      )}
      {columns.map((column, i) => {
        const editing = cursor.editing && current && cursor.column === i;
        const canEdit = cellEditable(type, column);
        const number = column.field?.kind === 'int' || column.field?.kind === 'float';
        return (
          <td
            key={column.name}
            className={cx(
              number && styles.number,
              i === 0 && styles.first,
              canEdit && styles.editable,
              current && cursor.column === i && styles.cell,
              editing && styles.editing,
            )}
            onDoubleClick={canEdit ? () => cursor.edit(index, i) : undefined}
          >
            {editing ? (
              <CellEditor type={type} row={row} column={column} onDone={cursor.stop} />
            ) : (
              <span className={styles.value}>
                <Cell row={row} column={column} to={i === 0 ? to?.(row) : undefined} />
              </span>
            )}
          </td>
        );
      })}
      <td className={styles.end}>
        {people !== undefined && people.length > 0 ? (
          <span title={words.editing.row(people.map((p) => p.name).join(', '))}>
            <Avatar name={people[0]?.name ?? ''} />
          </span>
        ) : (
          <Menu label={words.actions(name)} items={menu(row)} />
        )}
      </td>
    </tr>
  );
}
