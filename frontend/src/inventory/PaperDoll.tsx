import { cx } from '../ui/cx.ts';
import { PLACES, type Worn } from './doll.ts';
import { glyphOf } from './glyphOf.ts';
import { GLYPHS } from './glyphs.ts';
import cell from './ItemCell.module.css';
import { ItemCell, type OpenItem } from './ItemCell.tsx';
import styles from './PaperDoll.module.css';
import type { FilterState } from './usePackFilter.ts';

interface Props {
  byPlace: ReadonlyMap<string, Worn>;
  changed: ReadonlySet<number>;
  filter: FilterState;
  onOpen: OpenItem;
}

/** What is worn, laid out like a body. A piece that covers several places stands faintly in the others. */
export function PaperDoll({ byPlace, changed, filter, onOpen }: Props) {
  return (
    <ul className={styles.doll}>
      {PLACES.map(({ slot, label, column, row }) => {
        const worn = byPlace.get(slot);
        const armour = worn?.item.armor_level ?? 0;
        return (
          <li key={slot} className={cx(styles[`c${column}`], styles[`r${row}`])}>
            {worn === undefined ? (
              <Empty slot={slot} label={label} />
            ) : (
              <ItemCell
                item={worn.item}
                place={label}
                size={36}
                count={worn.whole && armour > 0 ? String(armour) : undefined}
                changed={changed.has(worn.item.id)}
                dim={filter.ids !== null && !filter.ids.has(worn.item.id)}
                shadow={!worn.whole}
                onOpen={onOpen}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A bare place, with the outline of what would go there. */
function Empty({ slot, label }: { slot: string; label: string }) {
  const [body, lines] = GLYPHS[glyphOf({ name: '', slots: [slot] })];
  return (
    <span className={cx(cell.empty, styles.empty)} title={`${label}: nothing`}>
      <svg width={28} height={28} viewBox="0 0 24 24" aria-hidden="true">
        <path d={`${body}${lines}`} />
      </svg>
      <span className="visually-hidden">{label}: nothing</span>
    </span>
  );
}
