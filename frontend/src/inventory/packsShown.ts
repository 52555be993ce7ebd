import type { Item } from '../items/item.ts';
import type { Container } from './inventory.ts';

const FOCI_CLASS = 38;

/** The packs one by one, and the foci, which take a pack's place and hold nothing, together behind them. */
export function packsShown(packs: readonly Container[], items: ReadonlyMap<number, Item>): Container[] {
  const isFoci = ({ item }: Container) => item !== null && items.get(item)?.object_class === FOCI_CLASS;
  const foci = packs.filter(isFoci).flatMap(({ item }) => (item === null ? [] : [item]));
  const shown = packs.filter((pack) => !isFoci(pack));
  if (foci.length === 0) return shown;
  return [
    ...shown,
    { id: -1, item: null, name: 'Foci', icon: null, slots: null, used: foci.length, items: foci },
  ];
}
