import { memo } from 'react';
import type { Item } from '../items/item.ts';
import { cx } from '../ui/cx.ts';
import styles from './ItemCell.module.css';
import { ItemIcon } from './ItemIcon.tsx';

export type OpenItem = (item: Item, anchor: HTMLElement) => void;

interface Props {
  item: Item;
  /** Before the name, for those who hear it: "Head". */
  place?: string | undefined;
  size?: number;
  /** The number in its corner: how many of a stack, the armour level of a worn piece. */
  count?: string | undefined;
  /** It came or changed a moment ago. */
  changed?: boolean | undefined;
  /** It is not what is looked for. */
  dim?: boolean | undefined;
  /** It is shown whole elsewhere. */
  shadow?: boolean | undefined;
  tabIndex?: number | undefined;
  onOpen: OpenItem;
}

/** One item as a square to press. */
export const ItemCell = memo(function ItemCell({
  item,
  place,
  size = 30,
  count,
  changed,
  dim,
  shadow,
  tabIndex,
  onOpen,
}: Props) {
  const label = count === undefined ? item.name : `${item.name}, ${count}`;
  return (
    <button
      type="button"
      className={cx(styles.cell, changed && styles.changed, dim && styles.dim, shadow && styles.shadow)}
      title={item.name}
      data-changed={changed || undefined}
      aria-label={place === undefined ? label : `${place}: ${label}`}
      tabIndex={tabIndex}
      onClick={(event) => onOpen(item, event.currentTarget)}
    >
      <ItemIcon item={item} size={size} />
      {count !== undefined && <span className={styles.count}>{count}</span>}
    </button>
  );
});
