import type { Edge, Field, Meta, Row, Type } from './types.ts';

export function typeOf(meta: Meta, slug: string): Type | undefined {
  return meta.types.find((type) => type.slug === slug);
}

export function fieldOf(type: Type, name: string): Field | undefined {
  return type.fields.find((field) => field.name === name);
}

export function edgeOf(type: Type, name: string): Edge | undefined {
  return type.edges.find((edge) => edge.name === name);
}

/** Whether the edge leads to at most one row. */
export function toOne(edge: Edge): boolean {
  return edge.rel === 'o2o' || edge.rel === 'm2o';
}

/** Whether rows can be written at all, by somebody with the rights. */
export function editable(type: Type): boolean {
  return !type.read_only && !type.view && type.id.kind !== '' && (type.id.parts?.length ?? 0) === 0;
}

/** What a row is called; a type's own field "label" moves the title to "_label". */
export function titleOf(row: Row): string {
  const title = typeof row._label === 'string' ? row._label : row.label;
  return title === '' || typeof title !== 'string' ? row.id : title;
}

/** What the list can show of a row: its id, its fields, its to-one edges. A foreign key is shown as its edge. */
export type Column =
  | { name: 'id'; label: string; id: true; field?: undefined; edge?: undefined }
  | { name: string; label: string; field: Field; edge?: undefined }
  | { name: string; label: string; edge: Edge; field?: undefined };

export function columnsOf(type: Type): Column[] {
  const columns: Column[] = [];
  if (type.id.kind !== '' || (type.id.parts?.length ?? 0) > 0) {
    columns.push({ name: 'id', label: 'ID', id: true });
  }
  for (const field of type.fields) {
    const edge = field.edge === undefined ? undefined : edgeOf(type, field.edge);
    if (edge === undefined && !field.sensitive) columns.push({ name: field.name, label: field.label, field });
  }
  for (const edge of type.edges) {
    if (toOne(edge)) columns.push({ name: edge.name, label: edge.label, edge });
  }
  return columns;
}

/** Whether a list can be ordered by the column. */
export function sortable(column: Column): boolean {
  // An edge is ordered by what it leads to is called.
  return column.field === undefined || column.field.sortable === true;
}
