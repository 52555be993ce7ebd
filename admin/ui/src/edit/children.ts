import type { Answer, Api } from '../api/client.ts';
import { rowPath } from '../api/client.ts';
import { toOne } from '../api/schema.ts';
import type { Edge, Meta, Row, Type } from '../api/types.ts';
import { changedDraft, type Draft, type Item, sectionsOf, unreadable, wireOf, writable } from './form.ts';
import type { Write } from './saveTogether.ts';

/** What is changed and not saved of the rows that an edge leads to; by id, and fresh ones by a key of their own. */
export interface ChildEdits {
  changed: Readonly<Record<string, { row: Row; draft: Draft }>>;
  /** To be deleted. */
  struck: Readonly<Record<string, Row>>;
  fresh: readonly { key: string; draft: Draft }[];
  /** What the server refused, by id or key and then by field; "" is the row itself. */
  errors: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const NO_EDITS: ChildEdits = { changed: {}, struck: {}, fresh: [], errors: {} };

/** An edge whose rows are edited on the page of the row that has it. */
export interface Inline {
  edge: Edge;
  type: Type;
  /** The edge that leads back. */
  inverse: string;
}

export function inlinesOf(meta: Meta, type: Type): Inline[] {
  return (type.inlines ?? []).flatMap((name) => {
    const edge = type.edges.find((e) => e.name === name);
    const target = meta.types.find((t) => t.slug === edge?.type);
    return edge?.inverse && target && !toOne(edge) ? [{ edge, type: target, inverse: edge.inverse }] : [];
  });
}

const MOST_COLUMNS = 6;

/** What of a child is edited in its row: what must be given first, then what its list shows. */
export function childColumns({ type, inverse }: Inline): Item[] {
  const items = sectionsOf(type, true).flatMap((section) => section.items);
  const rank = ({ name, field, edge }: Item) => {
    if ((field?.required && !field.has_default) || edge?.required) return 0;
    return type.columns.includes(name) ? 1 : 2;
  };
  return items
    .filter(
      (item) =>
        item.name !== inverse &&
        writable(type, item, true) &&
        item.field?.kind !== 'json' &&
        item.field?.kind !== 'bytes',
    )
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST_COLUMNS);
}

export function countEdits(edits: ChildEdits): number {
  return Object.keys(edits.changed).length + Object.keys(edits.struck).length + edits.fresh.length;
}

export function editChild(type: Type, edits: ChildEdits, row: Row, name: string, value: unknown): ChildEdits {
  const { [row.id]: before, ...others } = edits.changed;
  const base = before?.row ?? row;
  const draft = changedDraft(type, base, before?.draft ?? {}, name, value);
  const changed = Object.keys(draft).length === 0 ? others : { ...others, [row.id]: { row: base, draft } };
  return { ...edits, changed, errors: withoutError(edits.errors, row.id, name) };
}

export function editFresh(
  type: Type,
  edits: ChildEdits,
  key: string,
  name: string,
  value: unknown,
): ChildEdits {
  return {
    ...edits,
    fresh: edits.fresh.map((row) =>
      row.key === key ? { key, draft: changedDraft(type, {}, row.draft, name, value) } : row,
    ),
    errors: withoutError(edits.errors, key, name),
  };
}

export function strike(edits: ChildEdits, row: Row, on: boolean): ChildEdits {
  const { [row.id]: _, ...struck } = edits.struck;
  return { ...edits, struck: on ? { ...struck, [row.id]: row } : struck };
}

function withoutError(errors: ChildEdits['errors'], key: string, name: string): ChildEdits['errors'] {
  const { [name]: _, '': __, ...rest } = errors[key] ?? {};
  return { ...errors, [key]: rest };
}

/** What cannot be sent as it stands, by id or key. */
export function unreadableChildren(edits: ChildEdits): ChildEdits['errors'] {
  const all = [...Object.entries(edits.changed), ...edits.fresh.map((f) => [f.key, f] as const)];
  return Object.fromEntries(
    all
      .map(([key, { draft }]) => [key, unreadable(draft)] as const)
      .filter(([, errors]) => Object.keys(errors).length > 0),
  );
}

/** The requests that save children: first those that go, so that what is unique is free again, then the others. */
export function childWrites(
  api: Api,
  { edge, type, inverse }: Inline,
  edits: ChildEdits,
  parent: string,
): Write<Answer<Row>>[] {
  const key = (of: string) => `${edge.name}/${of}`;
  return [
    ...Object.values(edits.struck).map((row) => ({
      key: key(row.id),
      send: () => api.call<Row>('DELETE', rowPath(type.slug, row.id), { etag: row._etag }),
    })),
    ...Object.values(edits.changed)
      .filter(({ row }) => !Object.hasOwn(edits.struck, row.id))
      .map(({ row, draft }) => ({
        key: key(row.id),
        send: () =>
          api.call<Row>('PATCH', rowPath(type.slug, row.id), { body: wireOf(type, draft), etag: row._etag }),
      })),
    ...edits.fresh.map((row) => ({
      key: key(row.key),
      send: () =>
        api.call<Row>('POST', `/${type.slug}`, { body: { ...wireOf(type, row.draft), [inverse]: parent } }),
    })),
  ];
}

/** The edits that are left after some were saved and some refused. */
export function leftEdits(
  { edge }: Inline,
  edits: ChildEdits,
  saved: ReadonlyMap<string, unknown>,
  errors: ReadonlyMap<string, Record<string, string>>,
): ChildEdits {
  const open = (key: string) => !saved.has(`${edge.name}/${key}`);
  const openOnes = <T>(of: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(of).filter(([id]) => open(id)));
  return {
    changed: openOnes(edits.changed),
    struck: openOnes(edits.struck),
    fresh: edits.fresh.filter(({ key }) => open(key)),
    errors: Object.fromEntries(
      [...errors].flatMap(([key, of]) =>
        key.startsWith(`${edge.name}/`) ? [[key.slice(edge.name.length + 1), of]] : [],
      ),
    ),
  };
}
