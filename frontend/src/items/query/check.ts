import { FilterError } from '../../../../admin/ui/src/filter/ast.ts';
import { parseSearch } from '../../../../admin/ui/src/filter/search.ts';
import { type Field, fieldNamed, knownValues } from './fields.ts';
import { nearest } from './nearest.ts';
import { scan, type Token, unquoted } from './scan.ts';

/** What is wrong with a query, and where. */
export interface Fault {
  from: number;
  /** One past the last; more than `from`, unless the text is empty. */
  to: number;
  message: string;
  /** What was probably meant, to stand in that place. */
  fix?: string;
}

/** The first thing in a query that the server would refuse; null where there is none. */
export function faultOf(text: string, fields: readonly Field[]): Fault | null {
  return unknownField(text, fields) ?? unreadable(text) ?? wrongNumber(text, fields);
}

function unreadable(text: string): Fault | null {
  try {
    parseSearch(text);
    return null;
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return { ...spanAt(text, error.pos), message: sentence(error.message) };
  }
}

/** Where an error at a place is shown: the piece that begins there, or at the end the one before. */
export function spanAt(text: string, pos: number): { from: number; to: number } {
  const tokens = scan(text);
  const here =
    tokens.find(({ from, to }) => from <= pos && pos < to) ?? tokens.find(({ from }) => from >= pos);
  const { from, to } = here ?? tokens.at(-1) ?? { from: 0, to: text.length };
  return { from, to };
}

function unknownField(text: string, fields: readonly Field[]): Fault | null {
  for (const { kind, from, to } of scan(text)) {
    if (kind !== 'key') continue;
    const name = text.slice(from, to);
    if (fieldNamed(fields, name) !== undefined) continue;
    const meant = nearest(
      name,
      fields.flatMap((field) => [field.name, ...field.aliases]),
    );
    const fault = { from, to, message: `“${name}” is no field` };
    return meant === undefined ? fault : { ...fault, fix: meant };
  }
  return null;
}

function wrongNumber(text: string, fields: readonly Field[]): Fault | null {
  let field: Field | undefined;
  for (const token of scan(text)) {
    if (token.kind === 'key') field = fieldNamed(fields, text.slice(token.from, token.to));
    if (token.kind !== 'value' || field === undefined) continue;
    const fault = numberFault(text, token, field);
    if (fault !== null) return fault;
  }
  return null;
}

function numberFault(text: string, { from, to }: Token, field: Field): Fault | null {
  const value = unquoted(text.slice(from, to));
  if (field.kind !== 'number' || /\*|^null$/i.test(value)) return null;
  const numbers = value.split('..').filter((part) => part !== '');
  if (numbers.length > 0 && numbers.every((part) => /^[+-]?(\d[\d.,]*|\.\d+)[%km]?$/i.test(part)))
    return null;
  return { from, to, message: `${field.label} is a number, “${value}” is none` };
}

/** What was probably meant by a value that a field does not have. */
export function meantAt(text: string, { from, to }: { from: number; to: number }, fields: readonly Field[]) {
  const key = scan(text).findLast((token) => token.kind === 'key' && token.to <= from);
  const field = key && fieldNamed(fields, text.slice(key.from, key.to));
  if (field === undefined) return undefined;
  return nearest(
    unquoted(text.slice(from, to)),
    knownValues(field).map((one) => one.value),
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
