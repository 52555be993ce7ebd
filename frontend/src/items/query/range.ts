import { type Condition, conditionsOf } from './conditions.ts';
import { added, removed, replaced } from './edit.ts';

/** From and to, both included; null is open. */
export interface Span {
  from: number | null;
  to: number | null;
}

interface NumberField {
  name: string;
  aliases: readonly string[];
}

/** What a query asks of a number, over all its conditions on it. */
export function rangeOf(text: string, field: NumberField): Span {
  const span: Span = { from: null, to: null };
  for (const { simple } of conditionsAbout(text, field)) {
    const { from, to } = simple === null ? span : spanOf(simple.op, simple.values[0] ?? '');
    if (from !== null) span.from = Math.max(from, span.from ?? from);
    if (to !== null) span.to = Math.min(to, span.to ?? to);
  }
  return span;
}

/** The query with another range for a number, in the place where it had one. */
export function withRange(text: string, field: NumberField, span: Span): string {
  const [first, ...others] = conditionsAbout(text, field);
  // From the end, so that the places before stay right.
  const without = others.reverse().reduce(removed, text);
  const next = written(field.name, span);
  if (first === undefined) return next === '' ? text : added(text, next);
  return next === '' ? removed(without, first) : replaced(without, first, next);
}

function written(field: string, { from, to }: Span): string {
  if (from !== null && to !== null) return `${field}:${from}..${to}`;
  if (from !== null) return `${field}:>=${from}`;
  return to === null ? '' : `${field}:<=${to}`;
}

function conditionsAbout(text: string, { name, aliases }: NumberField): Condition[] {
  const names = [name, ...aliases].map((one) => one.toLowerCase());
  return conditionsOf(text).filter(({ simple }) => {
    if (simple === null || simple.negated || simple.values.length !== 1) return false;
    if (!names.includes(simple.field.toLowerCase())) return false;
    const { from, to } = spanOf(simple.op, simple.values[0] ?? '');
    return from !== null || to !== null;
  });
}

/** A comparison with a whole number as the span that it leaves. */
function spanOf(op: string, value: string): Span {
  const range = /^(-?\d+)?\.\.(-?\d+)?$/.exec(value);
  if (range !== null && /^[:=]$/.test(op)) return { from: whole(range[1]), to: whole(range[2]) };
  const number = /^-?\d+$/.test(value) ? whole(value) : null;
  if (number === null) return { from: null, to: null };
  switch (op) {
    case '>=':
      return { from: number, to: null };
    case '>':
      return { from: number + 1, to: null };
    case '<=':
      return { from: null, to: number };
    case '<':
      return { from: null, to: number - 1 };
    case ':':
    case '=':
      return { from: number, to: number };
    default:
      return { from: null, to: null };
  }
}

function whole(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
