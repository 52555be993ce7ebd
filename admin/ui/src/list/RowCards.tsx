import { type Column, titleOf } from '../api/schema.ts';
import type { Person, Row, Type } from '../api/types.ts';
import { list as words } from '../text/list.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { cx } from '../ui/cx.ts';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { Link } from '../ui/router.tsx';
import { Cell } from './Cell.tsx';
import styles from './RowCards.module.css';
import type { Selection } from './useSelection.ts';

interface Props {
  type: Type;
  rows: readonly Row[];
  columns: readonly Column[];
  gone: ReadonlySet<string>;
  selection: Selection | null;
  presence: ReadonlyMap<string, readonly Person[]>;
  to: ((row: Row) => string) | undefined;
  menu: (row: Row) => MenuItem[];
}

/** How many columns a card has room for, beside its title. */
const SHOWN = 5;

/** The rows of a list on a narrow screen. */
export function RowCards({ type, rows, columns, gone, selection, presence, to, menu }: Props) {
  const inTitle = new Set(type.title);
  const shown = columns.filter((column) => !inTitle.has(column.name)).slice(0, SHOWN);
  return (
    <ul className={styles.cards} aria-label={type.plural}>
      {rows.map((row, i) => {
        const name = titleOf(row);
        const people = presence.get(`${type.slug}/${row.id}`);
        const selected = selection !== null && (selection.all || selection.ids.has(row.id));
        return (
          <li
            key={row.id || i}
            className={cx(styles.card, selected && styles.selected, gone.has(row.id) && styles.gone)}
          >
            <div className={styles.head}>
              {selection !== null && (
                <Checkbox
                  aria-label={words.selectRow(name)}
                  checked={selected}
                  onChange={() => selection.toggle(row.id)}
                />
              )}
              {to === undefined ? (
                <span className={styles.title}>{name}</span>
              ) : (
                <Link href={to(row)} className={styles.title}>
                  {name}
                </Link>
              )}
              {people?.[0] !== undefined && <Avatar name={people[0].name} />}
              <Menu label={words.actions(name)} items={menu(row)} />
            </div>
            <dl className={styles.values}>
              {shown.map((column) => (
                <div key={column.name} className={styles.pair}>
                  <dt>{column.label}</dt>
                  <dd>
                    <Cell row={row} column={column} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        );
      })}
    </ul>
  );
}
