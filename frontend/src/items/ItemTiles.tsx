import { type CSSProperties, type KeyboardEvent, useEffect, useState } from 'react';
import { cx } from '../ui/cx.ts';
import { useRowWindow } from '../ui/useRowWindow.ts';
import { CantripList } from './CantripList.tsx';
import { damageWords } from './facts.ts';
import { CompareBox, type ResultProps } from './ItemTable.tsx';
import styles from './ItemTiles.module.css';
import type { Item } from './item.ts';
import { moveFocus } from './moveFocus.ts';

/** Height of a tile with the gap below it, and the least width of one. */
const ROW_PX = 116;
const LEAST_PX = 250;

/** What was found as tiles, as many side by side as there is room for; on a phone one. */
export function ItemTiles({ items, scroller, compared, opened, onOpen, onCompare }: ResultProps) {
  const [columns, setColumns] = useState(1);
  const rows = Math.ceil(items.length / columns);
  const { first, end, beforePx, afterPx } = useRowWindow(scroller, rows, ROW_PX);
  const shown = items.slice(first * columns, end * columns);
  const [last, setLast] = useState<number | null>(null);
  const stop = shown.some(({ id }) => id === last) ? last : shown[0]?.id;

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const read = () => setColumns(Math.max(1, Math.floor(element.clientWidth / LEAST_PX)));
    read();
    const resize = new ResizeObserver(read);
    resize.observe(element);
    return () => resize.disconnect();
  }, [scroller]);

  return (
    <ul
      className={styles.tiles}
      aria-label="Items"
      style={
        {
          '--columns': columns,
          paddingBlock: `${beforePx + 12}px ${afterPx + 12}px`,
        } as CSSProperties
      }
      onKeyDown={(event: KeyboardEvent) => moveFocus(event, columns, onCompare)}
      onFocus={(event) => {
        const id = (event.target as HTMLElement).closest<HTMLElement>('[data-item]')?.dataset.item;
        if (id !== undefined) setLast(Number(id));
      }}
    >
      {shown.map((item, i) => (
        <li
          key={item.id}
          data-item={item.id}
          aria-setsize={items.length}
          aria-posinset={first * columns + i + 1}
          className={cx(
            styles.tile,
            compared.includes(item.id) && styles.compared,
            opened === item.id && styles.opened,
          )}
        >
          <CompareBox item={item} checked={compared.includes(item.id)} onChange={() => onCompare(item.id)} />
          <button
            type="button"
            className={styles.name}
            tabIndex={item.id === stop ? 0 : -1}
            data-handle=""
            aria-haspopup="dialog"
            onClick={(event) => onOpen(item, event.currentTarget)}
          >
            {item.name}
            {(item.stack_count ?? 1) > 1 && ` × ${item.stack_count}`}
          </button>
          <strong className={styles.figure}>{figure(item)}</strong>
          <span className={styles.cantrips}>
            {item.cantrips.length > 0 ? <CantripList cantrips={item.cantrips} /> : item.class}
          </span>
          <span className={styles.where}>
            {item.character_name}
            {item.worn && <span className={styles.worn}> worn</span>}
            {item.set !== null && ` · ${item.set.name}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The number that says most of an item. */
function figure(item: Item): string {
  if (item.armor_level !== null) return String(item.armor_level);
  return item.max_damage === null ? '' : damageWords(item);
}
