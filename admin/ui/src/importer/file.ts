import { typeOf } from '../api/schema.ts';
import type { Field, Meta, Type } from '../api/types.ts';

/** A row that cannot be imported, and why. */
export interface RowError {
  /** As a spreadsheet counts them. */
  row: number;
  /** "" where the whole row is at fault. */
  column: string;
  reason: string;
}

/** What an import would do, or did. */
export interface Report {
  rows: number;
  create: number;
  update: number;
  unchanged: number;
  /** What each column of the file is taken for. */
  columns: Readonly<Record<string, string>>;
  ignored: readonly { column: string; reason: string }[];
  errors: readonly RowError[];
  errors_total: number;
  undo?: string;
}

/** The media type of a file, by its name and how it begins. */
export function mediaType(name: string, begin: string): string {
  if (/\.(ndjson|jsonl)$/i.test(name)) return 'application/x-ndjson';
  const text = begin.trimStart();
  if (text.startsWith('[')) return 'application/json';
  if (text.startsWith('{'))
    return /^\{.*\}\s*$/m.test(text.split('\n', 1)[0] ?? '') ? 'application/x-ndjson' : 'application/json';
  return 'text/csv';
}

/** Sets of fields that can tell which row of the type is meant, for changing rows that are there. */
export function keysOf(type: Type): string[] {
  const unique = type.fields.filter((f) => f.unique && f.writable).map((f) => f.name);
  const sets = (type.keys ?? []).map((key) => key.join(','));
  return [...new Set(['id', ...unique, ...sets])];
}

/** What a column can be taken for, with what it is called. */
export function targetsOf(type: Type, meta: Meta): { value: string; label: string }[] {
  const may = (f: Field) =>
    (f.creatable ?? f.writable) === true && f.edge === undefined && f.name !== type.soft_delete;
  return [
    { value: 'id', label: 'ID' },
    ...type.fields.filter(may).map((f) => ({ value: f.name, label: f.label })),
    ...type.edges
      .filter((edge) => edge.creatable ?? edge.writable)
      .flatMap((edge) => {
        const target = typeOf(meta, edge.type);
        const unique = target?.fields.filter((f) => f.unique) ?? [];
        return [
          { value: edge.name, label: `${edge.label}: ID` },
          ...unique.map((f) => ({ value: `${edge.name}.${f.name}`, label: `${edge.label}: ${f.label}` })),
          ...(target?.title.length === 1
            ? [{ value: `${edge.name}.label`, label: `${edge.label}: title` }]
            : []),
        ];
      }),
  ];
}

/** The errors as a file for a spreadsheet; cells that it would take for formulas are quoted. */
export function errorsCsv(errors: readonly RowError[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return ['row,column,reason', ...errors.map((e) => `${e.row},${cell(e.column)},${cell(e.reason)}`)].join(
    '\r\n',
  );
}
