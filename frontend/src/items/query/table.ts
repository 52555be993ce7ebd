import table from '../../../../server/items/fields.json';
import type { Field, FieldValue, ValueSource } from './fields.ts';

interface Row {
  name: string;
  aliases?: readonly string[];
  kind: string;
  label: string;
  unit?: string;
  help: string;
  choices?: string;
  values?: string;
  sort?: boolean;
}

/** Where the table says that values are asked for. */
const SOURCES: Record<string, ValueSource> = {
  '/inventory-characters': 'characters',
  '/sets/list': 'sets',
  '/materials/list': 'materials',
  '/spells/list': 'spells',
  '/spells/list?cantrips=true': 'cantrips',
};

const KINDS: Record<string, Field['kind']> = { number: 'number', choice: 'choice' };

/** What a chip has no room to spell out. */
const SHORT: Record<string, string> = { al: 'AL', dmg: 'Damage', work: 'Work', wield: 'Wield', lore: 'Lore' };

const LISTS: Record<string, readonly FieldValue[]> = {
  is: table.is,
  slots: table.slots,
  elements: table.elements,
  imbues: table.imbues,
};

/** Every field that items are searched by: the server's own table. */
export const FIELDS: readonly Field[] = (table.fields as readonly Row[]).map((row) => ({
  name: row.name,
  aliases: row.aliases ?? [],
  kind: KINDS[row.kind] ?? 'text',
  label: row.label,
  short: SHORT[row.name] ?? row.label,
  unit: row.unit ?? '',
  help: row.help,
  values: SOURCES[row.values ?? ''] ?? LISTS[row.choices ?? ''] ?? null,
  sorts: row.kind === 'number' || row.sort === true,
}));

/** The slots, in the order of the body. */
export const SLOTS: readonly FieldValue[] = table.slots;
