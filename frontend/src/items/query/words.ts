import type { Condition } from './conditions.ts';
import { type Field, fieldNamed, knownValues } from './fields.ts';

/** How long a chip may be; what is longer is cut. */
const MOST_LETTERS = 40;

/** A condition in words, for its chip: "AL ≥ 220", "not on Dorn". */
export function chipWords({ text, simple }: Condition, fields: readonly Field[]): string {
  if (simple === null) return cut(text);
  const not = simple.negated ? 'not ' : '';
  if (simple.field === '') return cut(`${not}“${simple.values.join(' ')}”`);
  const field = fieldNamed(fields, simple.field);
  if (field === undefined) return cut(text);
  const values = simple.values.map((value) => valueWord(field, value));
  if (field.kind === 'number') return cut(`${not}${field.short} ${numberWords(simple.op, values)}`);
  const listed = values.join(' or ');
  const sign = SIGNS[simple.op] ?? '';
  if (field.name === 'on') return cut(`${not}on ${sign}${listed}`);
  // Values of a closed list speak for themselves, unless any will do.
  if (field.kind === 'choice' && !listed.startsWith('any')) return cut(`${not}${sign}${listed}`);
  return cut(`${not}${field.label.toLowerCase()} ${sign}${listed}`);
}

const SIGNS: Record<string, string> = { '>=': '≥ ', '<=': '≤ ', '>': '> ', '<': '< ', '!=': '≠ ' };

function numberWords(op: string, values: readonly string[]): string {
  const spans = values.map((value) => {
    const ends = /^([^.]*)\.\.([^.]*)$/.exec(value);
    if (ends === null) return value;
    const [, from = '', to = ''] = ends;
    return from === '' ? `≤ ${to}` : to === '' ? `≥ ${from}` : `${from} – ${to}`;
  });
  return `${SIGNS[op] ?? ''}${spans.join(' or ')}`;
}

function valueWord(field: Field, value: string): string {
  const known = knownValues(field).find((one) => one.value.toLowerCase() === value.toLowerCase());
  if (value === '*') return 'any';
  return known?.label ?? value;
}

function cut(text: string): string {
  return text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 1)}…`;
}
