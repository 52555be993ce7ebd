import { all, any, type Cmp, type Expr, isVar, type Range, type Scalar, type Value } from './ast.ts';
import { type OperatorKey, operatorsOf, type Target } from './operators.ts';

/** One line of the builder. A value that is "$" and a name is a variable. */
export interface Row {
  path: string;
  operator: OperatorKey;
  values: string[];
}

/** Lines that must all hold, or of which any must. */
export interface Group {
  all: boolean;
  /** The opposite is meant. */
  not: boolean;
  items: Item[];
}

/** What no line can show is kept as it is. */
export interface Raw {
  raw: Expr;
}

export type Item = Group | Row | Raw;

export type TargetOf = (path: string) => Target | null;

/** A filter as the builder draws it. */
export function groupOf(expr: Expr | null, targetOf: TargetOf): Group {
  if (expr === null) return { all: true, not: false, items: [] };
  const item = itemOf(expr, targetOf);
  return 'items' in item ? item : { all: true, not: false, items: [item] };
}

function itemOf(expr: Expr, targetOf: TargetOf): Item {
  if ('and' in expr) return { all: true, not: false, items: expr.and.map((term) => itemOf(term, targetOf)) };
  if ('or' in expr) return { all: false, not: false, items: expr.or.map((term) => itemOf(term, targetOf)) };
  if (!('not' in expr)) return rowOf(expr, targetOf) ?? { raw: expr };
  if ('path' in expr.not) return lacking(expr.not, targetOf) ?? { raw: expr };
  const inner = itemOf(expr.not, targetOf);
  return 'items' in inner && !inner.not ? { ...inner, not: true } : { all: true, not: true, items: [inner] };
}

/** The builder's lines as a filter; null where there is none. Lines that lack a value are left out. */
export function exprOf(item: Item): Expr | null {
  if ('raw' in item) return item.raw;
  if (!('items' in item)) return cmpOf(item);
  const terms = item.items.map(exprOf);
  const expr = item.all ? all(...terms) : any(...terms);
  return expr && item.not ? { not: expr } : expr;
}

const SIMPLE: Record<string, OperatorKey> = { '>': 'over', '>=': 'atLeast', '<': 'under', '<=': 'atMost' };

function rowOf({ path, op, value }: Cmp, targetOf: TargetOf): Row | null {
  const target = targetOf(path);
  const row = (operator: OperatorKey, ...values: (string | null)[]): Row | null =>
    target && !values.includes(null) && operatorsOf(target).some((o) => o.key === operator)
      ? { path, operator, values: values as string[] }
      : null;
  const equal = op === '=' || op === ':';
  const inText = op === '~' || (op === ':' && (target === 'string' || target === 'json'));
  if ('null' in value) return row(op === '!=' ? 'filled' : 'empty');
  if ('range' in value)
    return equal && !value.range.includes(null) ? row('between', ...value.range.map(plain)) : null;
  if ('list' in value)
    return inText
      ? null
      : equal || op === '!='
        ? row(equal ? 'oneOf' : 'noneOf', ...value.list.map(plain))
        : null;
  if ('pattern' in value) {
    const [first = '', second = '', more] = value.pattern;
    if (more !== undefined || (first !== '') === (second !== '')) return null;
    return first ? row('starts', plain({ text: first })) : row('ends', plain({ text: second }));
  }
  const operator = inText ? 'contains' : op === '!=' ? 'isNot' : (SIMPLE[op] ?? 'is');
  return row(operator, plain(value));
}

/** The line for the opposite of a comparison. */
function lacking(cmp: Cmp, targetOf: TargetOf): Row | null {
  const row = rowOf(cmp, targetOf);
  const opposite = { contains: 'lacks', is: 'isNot', oneOf: 'noneOf', empty: 'filled' } as const;
  const operator = row && opposite[row.operator as keyof typeof opposite];
  return operator ? { ...row, operator } : null;
}

/** A value as the builder's input has it; null where it cannot. */
function plain(value: Scalar | Range | null): string | null {
  if (value && 'var' in value) return `$${value.var}`;
  return value && 'text' in value && value.text !== '' && !isVar(value.text) ? value.text : null;
}

function scalar(text: string): Scalar {
  return isVar(text) ? { var: text.slice(1) } : { text };
}

function cmpOf({ path, operator, values }: Row): Expr | null {
  if (operator === 'empty') return { path, op: ':', value: { null: true } };
  if (operator === 'filled') return { path, op: '!=', value: { null: true } };
  const given = values.filter((value) => value !== '').map(scalar);
  const [first, second] = given;
  if (!first) return null;
  const cmp = (op: Cmp['op'], value: Value): Cmp => ({ path, op, value });
  switch (operator) {
    case 'contains':
      return cmp('~', first);
    case 'lacks':
      return { not: cmp('~', first) };
    case 'starts':
      return cmp(':', { pattern: [values[0] ?? '', ''] });
    case 'ends':
      return cmp(':', { pattern: ['', values[0] ?? ''] });
    case 'is':
      return cmp('=', first);
    case 'isNot':
      return cmp('!=', first);
    case 'oneOf':
      return cmp('=', { list: given });
    case 'noneOf':
      return cmp('!=', { list: given });
    case 'over':
      return cmp('>', first);
    case 'atLeast':
      return cmp('>=', first);
    case 'under':
      return cmp('<', first);
    case 'atMost':
      return cmp('<=', first);
    case 'between':
      return second ? cmp('=', { range: [first, second] }) : null;
  }
}
