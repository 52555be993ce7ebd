import { formatCount } from '../live/age.ts';
import { damageWords } from './facts.ts';
import type { Item } from './item.ts';
import { ratingWords } from './ratings.ts';

export type ColumnKey = 'al' | 'dmg' | 'work' | 'wield' | 'cantrips' | 'ratings' | 'set' | 'value' | 'on';

export interface Column {
  key: ColumnKey;
  label: string;
  title: string;
  /** The field that it is sorted by; a column without one is not. */
  sort: string | null;
  number: boolean;
  text: (item: Item) => string;
}

const number = (value: number | null) => (value === null ? '–' : formatCount(value));

const COLUMNS: readonly Column[] = [
  {
    key: 'al',
    label: 'AL',
    title: 'Armour level',
    sort: 'al',
    number: true,
    text: (item) => number(item.armor_level),
  },
  { key: 'dmg', label: 'Damage', title: 'Damage', sort: 'dmg', number: true, text: damageWords },
  {
    key: 'work',
    label: 'Work',
    title: 'Workmanship',
    sort: 'work',
    number: true,
    text: (item) => (item.workmanship === null ? '–' : String(Math.round(item.workmanship * 10) / 10)),
  },
  {
    key: 'wield',
    label: 'Wield',
    title: 'Wield level',
    sort: 'wield',
    number: true,
    text: (item) => number(item.wield_level),
  },
  {
    key: 'cantrips',
    label: 'Cantrips',
    title: 'Cantrips',
    sort: null,
    number: false,
    text: (item) => item.cantrips.map(({ label }) => label).join(', '),
  },
  {
    key: 'ratings',
    label: 'Ratings',
    title: 'Gear ratings',
    sort: null,
    number: false,
    text: (item) => ratingWords(item.ratings),
  },
  {
    key: 'set',
    label: 'Set',
    title: 'Set',
    sort: null,
    number: false,
    text: (item) => item.set?.name ?? '',
  },
  {
    key: 'value',
    label: 'Value',
    title: 'Value in pyreals',
    sort: 'value',
    number: true,
    text: (item) => number(item.value),
  },
  {
    key: 'on',
    label: 'On',
    title: 'Held by',
    sort: 'on',
    number: false,
    text: (item) => item.character_name,
  },
];

/** The columns that say something of these items: no damage where nothing hits, no set where nothing has one. */
export function columnsFor(items: readonly Item[]): Column[] {
  const armour = items.some((item) => item.armor_level !== null);
  const weapons = items.some((item) => item.max_damage !== null);
  const keys: Record<ColumnKey, boolean> = {
    al: armour,
    dmg: weapons,
    work: items.some((item) => item.workmanship !== null),
    wield: weapons && !armour,
    cantrips: items.some((item) => item.cantrips.length > 0),
    ratings: items.some((item) => Object.keys(item.ratings).length > 0),
    set: items.some((item) => item.set !== null),
    value: !armour && !weapons,
    on: true,
  };
  return COLUMNS.filter(({ key }) => keys[key]);
}
