import { type Field, type FieldValue, fieldNamed, type ValueSource } from './fields.ts';
import { quoted, scan, unquoted } from './scan.ts';

export interface Suggestion {
  /** What stands in the place of from…to when it is taken. */
  insert: string;
  label: string;
  detail: string;
}

export interface Suggestions {
  from: number;
  to: number;
  items: Suggestion[];
}

/** Values of the lists that were asked for so far. */
export type Lists = Partial<Record<ValueSource, readonly FieldValue[]>>;

const MOST = 8;
const NONE: Suggestions = { from: 0, to: 0, items: [] };

/** What may stand where the caret is: fields for a word that begins, values behind a field. */
export function suggest(text: string, caret: number, fields: readonly Field[], lists: Lists): Suggestions {
  const tokens = scan(text);
  const at = tokens.findIndex(({ from, to }) => from < caret && caret <= to);
  const token = tokens[at];
  const before = tokens.findLast(({ to }) => to <= caret && to > 0);
  if (token?.kind === 'word' && text[token.from] !== '"') {
    const typed = text.slice(token.from, caret);
    const span = { from: token.from, to: token.to };
    const items = [...fieldItems(typed, fields), ...valueItemsOfAll(typed, fields, lists)];
    return { ...span, items: ranked(items, typed).slice(0, MOST) };
  }
  if (token?.kind === 'key') {
    const typed = text.slice(token.from, caret);
    const items = fieldItems(typed, fields).map((item) => ({
      ...item,
      insert: item.insert.replace(/:$/, ''),
    }));
    return { from: token.from, to: token.to, items: ranked(items, typed).slice(0, MOST) };
  }
  const inValue = token?.kind === 'value';
  const behind =
    !inValue && (before?.kind === 'op' || before?.kind === 'comma' || before?.kind === 'bracket');
  if (!inValue && !(behind && text.slice(before?.to, caret).trim() === '')) return NONE;
  const key = tokens.slice(0, inValue ? at : tokens.indexOf(before ?? { kind: 'op', from: 0, to: 0 }) + 1);
  const name = key.findLast(({ kind }) => kind === 'key');
  const field = name && fieldNamed(fields, text.slice(name.from, name.to));
  if (field === undefined) return NONE;
  const from = inValue ? token.from : caret;
  const typed = unquoted(text.slice(from, caret));
  const items = valuesOf(field, lists).map(({ value, label }) => ({
    insert: quoted(value),
    label,
    detail: label.toLowerCase() === value.toLowerCase() ? '' : value,
  }));
  return { from, to: inValue ? token.to : caret, items: ranked(items, typed).slice(0, MOST) };
}

function fieldItems(typed: string, fields: readonly Field[]): Suggestion[] {
  return fields
    .filter((field) =>
      [field.name, ...field.aliases, ...words(field.label)].some((one) => starts(one, typed)),
    )
    .map((field) => ({ insert: `${field.name}:`, label: field.label, detail: field.help }));
}

/** "chest" alone is offered as slot:chest. */
function valueItemsOfAll(typed: string, fields: readonly Field[], lists: Lists): Suggestion[] {
  if (typed.length < 2) return [];
  return fields
    .filter((field) => field.kind === 'choice')
    .flatMap((field) =>
      valuesOf(field, lists)
        .filter(({ value, label }) => starts(label, typed) || starts(value, typed))
        .slice(0, MOST)
        .map(({ value, label }) => ({
          insert: `${field.name}:${quoted(value)}`,
          label,
          detail: field.label,
        })),
    );
}

export function valuesOf(field: Field, lists: Lists): readonly FieldValue[] {
  if (typeof field.values === 'string') return lists[field.values] ?? [];
  return field.values ?? [];
}

/** Those that begin as typed first, then those that hold it; the order is kept within each. */
function ranked(items: readonly Suggestion[], typed: string): Suggestion[] {
  const wanted = typed.replaceAll('*', '').toLowerCase();
  const begins = (item: Suggestion) => starts(item.label, wanted) || starts(item.insert, wanted);
  const holds = (item: Suggestion) => `${item.label} ${item.insert}`.toLowerCase().includes(wanted);
  return [...items.filter(begins), ...items.filter((item) => !begins(item) && holds(item))];
}

function starts(text: string, typed: string): boolean {
  return text.replace(/^"/, '').toLowerCase().startsWith(typed.toLowerCase());
}

function words(text: string): string[] {
  return text.split(' ');
}
