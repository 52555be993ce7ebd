import { useId, useRef } from 'react';
import type { Item } from '../items/item.ts';
import { formatCount } from '../live/age.ts';
import { cx } from '../ui/cx.ts';
import cell from './ItemCell.module.css';
import { ItemCell, type OpenItem } from './ItemCell.tsx';
import { ItemIcon } from './ItemIcon.tsx';
import type { Container } from './inventory.ts';
import styles from './Pack.module.css';
import { settle } from './settle.ts';
import type { FilterState } from './usePackFilter.ts';
import { useRoving } from './useRoving.ts';

interface Props {
  pack: Container;
  items: ReadonlyMap<number, Item>;
  changed: ReadonlySet<number>;
  filter: FilterState;
  onOpen: OpenItem;
}

const PACK_CLASS = 10;

/** One pack: its items where they are, and the room that is left. Arrow keys go from item to item. */
export function Pack({ pack, items, changed, filter, onOpen }: Props) {
  const id = useId();
  const places = useRef<(number | null)[]>([]);
  places.current = settle(places.current, pack.items);
  const roving = useRoving();
  const { ids } = filter;
  const found = ids === null ? null : pack.items.filter((item) => ids.has(item)).length;
  // An empty pack says so instead of showing all its room.
  const free = places.current.length === 0 ? 0 : Math.max(0, (pack.slots ?? 0) - places.current.length);
  return (
    <section className={styles.pack} aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        <ItemIcon item={{ name: pack.name, object_class: PACK_CLASS, icon: pack.icon }} size={18} />
        {pack.name}
        {found !== null && <span className={styles.found}>{found} found</span>}
        <span className={styles.used}>
          {formatCount(pack.used)}
          {pack.slots !== null && ` / ${pack.slots}`}
        </span>
      </h3>
      {places.current.length === 0 && <p className={styles.nothing}>Empty</p>}
      <div className={styles.grid} {...roving}>
        {places.current.map((item, i) => {
          const here = item === null ? undefined : items.get(item);
          // A hole keeps its place: it has no name but that.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          if (here === undefined) return <span key={`hole ${i}`} className={cell.empty} />;
          const stack = here.stack_count ?? 1;
          return (
            <ItemCell
              key={here.id}
              item={here}
              count={stack > 1 ? formatCount(stack) : undefined}
              changed={changed.has(here.id)}
              dim={ids !== null && !ids.has(here.id)}
              tabIndex={-1}
              onOpen={onOpen}
            />
          );
        })}
        {Array.from({ length: free }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: room is room
          <span key={`room ${i}`} className={cx(cell.empty, styles.room)} />
        ))}
      </div>
    </section>
  );
}
