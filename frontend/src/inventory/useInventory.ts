import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useFeed } from '../live/useFeed.ts';
import { changedIds, tellings } from './changed.ts';
import { type Inventory, inventoryQuery } from './inventory.ts';
import { FIRST_LOOK_MS, nextLookMs } from './nextLook.ts';

/** How long a change is pointed out. */
const FLASH_MS = 2_500;
/** Looks are this far apart at least, however fast it loots. */
const BETWEEN_LOOKS_MS = 1_500;

export interface LiveInventory {
  inventory: Inventory | null;
  isPending: boolean;
  isError: boolean;
  /** Items that came or changed a moment ago. */
  changed: ReadonlySet<number>;
}

/** A character's inventory, asked for anew when its plugin tells of a change, until that change is stored. */
export function useInventory(character: string): LiveInventory {
  const queries = useQueryClient();
  const feed = useFeed();
  const { data, isPending, isError } = useQuery(inventoryQuery(character));

  useEffect(() => {
    if (feed === null) return;
    let wanted = '';
    let sinceMs = 0;
    let looks = 0;
    let lookedMs = 0;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let left = false;
    const { queryKey } = inventoryQuery(character);

    function lookIn(ms: number) {
      timer ??= setTimeout(look, Math.max(ms, lookedMs + BETWEEN_LOOKS_MS - Date.now()));
    }
    async function look() {
      timer = null;
      await queries.refetchQueries({ queryKey });
      if (left) return;
      looks += 1;
      lookedMs = Date.now();
      const asOf = queries.getQueryData<Inventory | null>(queryKey)?.as_of ?? '';
      const wait = nextLookMs({ wanted, asOf, looks, waitedMs: Date.now() - sinceMs });
      if (wait !== null) lookIn(wait);
      else void queries.invalidateQueries({ queryKey: ['inventory-changes', character] });
    }
    const unwatch = feed.watchInventory(character, (at) => {
      if (wanted === '' || Date.parse(at) > Date.parse(wanted)) wanted = at;
      sinceMs = Date.now();
      looks = 0;
      lookIn(FIRST_LOOK_MS);
    });
    return () => {
      left = true;
      unwatch();
      if (timer !== null) clearTimeout(timer);
    };
  }, [feed, queries, character]);

  const changed = useChanged(data ?? null);
  return { inventory: data ?? null, isPending, isError, changed };
}

/** What differs from the look before, for as long as it is worth pointing out. */
function useChanged(inventory: Inventory | null): ReadonlySet<number> {
  const before = useRef<Map<number, string> | null>(null);
  const [changed, setChanged] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => {
    if (inventory === null) return;
    const now = tellings(inventory.items);
    const news = changedIds(before.current, now);
    before.current = now;
    if (news.size > 0) setChanged(news);
  }, [inventory]);
  useEffect(() => {
    if (changed.size === 0) return;
    const timer = setTimeout(() => setChanged(new Set()), FLASH_MS);
    return () => clearTimeout(timer);
  }, [changed]);
  return changed;
}
