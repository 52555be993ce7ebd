import { ItemIcon } from '../inventory/ItemIcon.tsx';
import { Pill } from '../ui/Pill.tsx';
import styles from './ItemPopup.module.css';
import type { Item } from './item.ts';
import { slotWords } from './slots.ts';

/** Icon, name and what kind of thing it is. */
export function ItemTitle({ item, titleId }: { item: Item; titleId: string }) {
  const work = item.workmanship === null ? '' : `workmanship ${Math.round(item.workmanship * 10) / 10}`;
  const about = [slotWords(item.slots) || item.class, work].filter((part) => part !== '').join(' · ');
  return (
    <header className={styles.head}>
      <ItemIcon item={item} size={36} className={styles.icon} />
      <div className={styles.words}>
        <h2 id={titleId} className={styles.name}>
          {item.name}
          {(item.stack_count ?? 1) > 1 && <span className={styles.soft}> × {item.stack_count}</span>}
        </h2>
        <p className={styles.soft}>{about}</p>
      </div>
      <span className={styles.marks}>
        {item.rare !== null && <Pill tone="info">Rare, tier {item.rare.tier}</Pill>}
        {item.attuned && <Pill>Attuned</Pill>}
        {item.bonded && <Pill>Bonded</Pill>}
      </span>
    </header>
  );
}
