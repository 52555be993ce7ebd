import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { Card } from '../character/Card.tsx';
import { useCharacter } from '../character/characterContext.ts';
import type { Item } from '../items/item.ts';
import { formatCount } from '../live/age.ts';
import { useTypedFilter } from '../live/useTypedFilter.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Time } from '../ui/Time.tsx';
import { Changes } from './Changes.tsx';
import { filledPlaces, SUIT_SIZE, wornByPlace } from './doll.ts';
import styles from './InventoryTab.module.css';
import { Pack } from './Pack.tsx';
import { PackFilter } from './PackFilter.tsx';
import { PaperDoll } from './PaperDoll.tsx';
import { packsShown } from './packsShown.ts';
import { totalsOf } from './totals.ts';
import { useInventory } from './useInventory.ts';
import { usePackFilter } from './usePackFilter.ts';
import { WornTotals } from './WornTotals.tsx';

const ItemPopup = lazy(async () => ({ default: (await import('../items/ItemPopup.tsx')).ItemPopup }));

const NO_ITEMS: readonly Item[] = [];

/** What it wears and carries, as it is now: what comes, goes and changes is pointed out in its place. */
export default function InventoryTab() {
  const { name, show, setShow } = useCharacter();
  const [query, setQuery] = useTypedFilter(show, setShow);
  const { inventory, isPending, isError, changed } = useInventory(name);
  const [open, setOpen] = useState<{ item: Item; anchor: HTMLElement } | null>(null);
  const items = useMemo(() => new Map(inventory?.items.map((item) => [item.id, item])), [inventory]);
  const worn = useMemo(
    () => (inventory?.worn ?? []).map((id) => items.get(id)).filter((item) => item !== undefined),
    [inventory, items],
  );
  const filter = usePackFilter(name, inventory?.items ?? NO_ITEMS, query);
  const openItem = useCallback((item: Item, anchor: HTMLElement) => setOpen({ item, anchor }), []);

  if (isPending) return <Skeleton height="480px" />;
  if (inventory === null || inventory.missing) {
    return (
      <EmptyState
        title={isError ? 'The inventory could not be read' : 'No inventory is known'}
        why={
          isError
            ? 'It is asked for again every minute.'
            : `${name}'s plugin has told of none. It tells everything after each login, and changes as they happen.`
        }
      />
    );
  }
  const byPlace = wornByPlace(worn);
  const packs = packsShown(inventory.containers, items);
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <Card
          title="Worn"
          aside={
            <>
              {filledPlaces(byPlace)} <span className={styles.faint}>of {SUIT_SIZE}</span>
            </>
          }
        >
          <PaperDoll byPlace={byPlace} changed={changed} filter={filter} onOpen={openItem} />
        </Card>
        <WornTotals totals={totalsOf(worn)} onOpen={openItem} />
      </div>
      <div className={styles.column}>
        <PackFilter
          name={name}
          value={query}
          filter={filter}
          total={inventory.item_count}
          onChange={setQuery}
        />
        <p className={styles.about}>
          {formatCount(inventory.item_count)} items · burden {formatCount(inventory.burden)} · told{' '}
          <Time at={inventory.as_of} />
        </p>
        <div className={styles.packs}>
          {packs.map((pack) => (
            <Pack
              key={`${name} ${pack.id}`}
              pack={pack}
              items={items}
              changed={changed}
              filter={filter}
              onOpen={openItem}
            />
          ))}
        </div>
        <Changes name={name} items={inventory.items} onOpen={openItem} />
      </div>
      {open !== null && (
        <Suspense>
          <ItemPopup
            id={open.item.id}
            anchor={open.anchor}
            known={items.get(open.item.id) ?? open.item}
            onClose={() => setOpen(null)}
          />
        </Suspense>
      )}
    </div>
  );
}
