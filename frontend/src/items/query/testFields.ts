import type { Field } from './fields.ts';

const field = (name: string, kind: Field['kind'], more: Partial<Field> = {}): Field => ({
  name,
  aliases: [],
  kind,
  label: name.charAt(0).toUpperCase() + name.slice(1),
  short: name,
  unit: '',
  help: '',
  values: null,
  sorts: false,
  ...more,
});

/** A few fields of each kind, for tests. */
export const testFields: readonly Field[] = [
  field('is', 'choice', {
    values: [
      { value: 'armor', label: 'Armour' },
      { value: 'weapon', label: 'Weapon' },
      { value: 'worn', label: 'Worn' },
    ],
  }),
  field('slot', 'choice', {
    values: [
      { value: 'chest', label: 'Chest' },
      { value: 'head', label: 'Head' },
      { value: 'upper_arms', label: 'Upper arms' },
    ],
  }),
  field('set', 'choice', { values: 'sets' }),
  field('on', 'choice', { label: 'Held by', values: 'characters' }),
  field('mat', 'choice', { label: 'Material', aliases: ['material'], values: 'materials' }),
  field('spell', 'text', { values: 'spells' }),
  field('al', 'number', {
    label: 'Armour level',
    short: 'AL',
    aliases: ['armor_level'],
  }),
  field('work', 'number', { label: 'Workmanship', short: 'Work' }),
];
