import { edgeOf, toOne } from '../api/schema.ts';
import type { Edge, Field, Ref, Row, Type } from '../api/types.ts';
import { BadJson, toWire } from '../fields/wire.ts';
import { isRef, same } from './same.ts';

/** What changed of a to-many edge. */
export interface Links {
  add: readonly Ref[];
  remove: readonly Ref[];
}

/** What is changed and not saved, by field or edge: values as FieldInput hands them out, Ref or null, Links. */
export type Draft = Readonly<Record<string, unknown>>;

export type Item = { name: string; label: string; help?: string | undefined } & (
  | { field: Field; edge?: undefined }
  | { edge: Edge; field?: undefined }
);

/** Some fields and to-one edges under one heading; "" has none. */
export interface Section {
  title: string;
  items: Item[];
}

export function itemOf(type: Type, name: string): Item | undefined {
  const field = type.fields.find((f) => f.name === name);
  const edge = edgeOf(type, field?.edge ?? name);
  if (edge !== undefined) return { name: edge.name, label: edge.label, help: edge.help, edge };
  return field && { name, label: field.label, help: field.help, field };
}

/** Whether the form lets the caller change it. */
export function writable(type: Type, item: Item, creating: boolean): boolean {
  const of = item.field ?? item.edge;
  if (of.read_only) return false;
  return creating ? type.rights.create && of.creatable === true : type.rights.update && of.writable === true;
}

/** Times that nobody sets by hand; they stand above the form. */
export function stamps(type: Type): Field[] {
  return type.fields.filter(
    (f) =>
      f.kind === 'time' &&
      (f.writable !== true || f.immutable) &&
      f.name !== type.soft_delete &&
      f.has_default,
  );
}

/** The form of a type: fields and to-one edges under their headings, in the order of the schema. */
export function sectionsOf(type: Type, creating: boolean): Section[] {
  const above = creating ? [] : stamps(type);
  const byTitle = new Map<string, Section>([['', { title: '', items: [] }]]);
  const names = [
    ...type.fields.filter((f) => f.name !== type.soft_delete && !above.includes(f)).map((f) => f.name),
    ...type.edges.filter(toOne).map((e) => e.name),
  ];
  const seen = new Set<string>();
  for (const name of names) {
    const item = itemOf(type, name);
    if (item === undefined || seen.has(item.name)) continue;
    seen.add(item.name);
    if (creating && !writable(type, item, true)) continue;
    // A secret that the caller cannot set has nothing to show.
    if (item.field?.sensitive && !writable(type, item, creating)) continue;
    const title = item.edge
      ? (item.edge.group ?? type.fields.find((f) => f.name === item.edge.field)?.group ?? '')
      : (item.field.group ?? '');
    const section = byTitle.get(title) ?? { title, items: [] };
    byTitle.set(title, section);
    section.items.push(item);
  }
  return [...byTitle.values()].filter((section) => section.items.length > 0);
}

/** How much room a control wants, in quarters of the form. */
export function width({ field }: Item): 1 | 2 | 4 | 'time' {
  if (field === undefined) return 2;
  if (field.kind === 'time') return 'time';
  if (field.kind === 'json' || field.widget === 'textarea' || field.widget === 'markdown') return 4;
  if (field.kind === 'bytes' || field.kind === 'uuid') return 2;
  return (field.kind === 'string' || field.kind === 'other') &&
    field.widget !== 'color' &&
    (field.max_length ?? 99) > 24
    ? 2
    : 1;
}

/** What a new row begins with. */
export function defaultsOf(type: Type): Record<string, unknown> {
  return Object.fromEntries(
    type.fields.flatMap((f) => (f.default === undefined ? [] : [[f.name, f.default]])),
  );
}

/** The draft with one value more, or without it where that is what is saved. */
export function changedDraft(
  type: Type,
  base: Readonly<Record<string, unknown>>,
  draft: Draft,
  name: string,
  value: unknown,
): Draft {
  const { [name]: _, ...rest } = draft;
  const item = itemOf(type, name);
  const wire = item?.field === undefined ? value : toWire(item.field, value);
  const unchanged =
    isLinks(value) && item?.edge !== undefined && !toOne(item.edge)
      ? value.add.length + value.remove.length === 0
      : item?.field?.sensitive
        ? value === undefined
        : same(base[name], wire) || (wire === '' && base[name] === undefined);
  return unchanged ? rest : { ...rest, [name]: value };
}

export function isLinks(value: unknown): value is Links {
  return typeof value === 'object' && value !== null && 'add' in value && 'remove' in value;
}

/** A draft as the body of a write. */
export function wireOf(type: Type, draft: Draft): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(draft).map(([name, value]) => {
      const item = itemOf(type, name);
      if (item?.field !== undefined) return [name, toWire(item.field, value)];
      if (isRef(value)) return [name, value.id];
      if (!isLinks(value)) return [name, value];
      const ids = (refs: readonly Ref[]) => refs.map((ref) => ref.id);
      return [name, { add: ids(value.add), remove: ids(value.remove) }];
    }),
  );
}

/** What cannot be sent as it stands, by field. */
export function unreadable(draft: Draft): Record<string, string> {
  return Object.fromEntries(
    Object.entries(draft).flatMap(([name, value]) =>
      value instanceof BadJson ? [[name, value.reason]] : [],
    ),
  );
}

/** The row as the form shows it. */
export function valuesOf(base: Readonly<Record<string, unknown>>, draft: Draft): Record<string, unknown> {
  return { ...base, ...draft };
}

/** A row's values without what is no field of it. */
export function valuesOfRow(row: Row): Record<string, unknown> {
  const { id: _, label: __, _etag: ___, ...values } = row;
  return values;
}
