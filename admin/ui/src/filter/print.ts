import { type Expr, isVar, type Op, type Value } from './ast.ts';

/** A filter as text, in its shortest form; parse reads it back. */
export function print(expr: Expr | null): string {
  return expr ? printIn(expr, false) : '';
}

function printIn(expr: Expr, nested: boolean): string {
  if ('and' in expr) return wrap(expr.and.map((term) => printIn(term, true)).join(' '), nested);
  if ('or' in expr) return wrap(expr.or.map((term) => printIn(term, false)).join(' or '), nested);
  if ('not' in expr) return `-${wrap(printIn(expr.not, true), 'not' in expr.not)}`;
  return expr.path + expr.op + printValue(expr.value, expr.op);
}

function wrap(text: string, inParentheses: boolean): string {
  return inParentheses ? `(${text})` : text;
}

export function printValue(value: Value, op: Op): string {
  if ('text' in value) return literal(value.text, op);
  if ('pattern' in value) return value.pattern.map((part, i) => part && piece(part, op, i === 0)).join('*');
  if ('null' in value) return 'null';
  if ('var' in value) return `$${value.var}`;
  if ('list' in value) return `(${value.list.map((item) => printValue(item, op)).join(',')})`;
  return value.range.map((end) => (end ? printValue(end, op) : '')).join('..');
}

function literal(text: string, op: Op): string {
  return text.toLowerCase() === 'null' || isVar(text) ? quote(text) : piece(text, op, true);
}

function piece(text: string, op: Op, first: boolean): string {
  const special = op === ':' ? /[ \t\r\n(),"*]|\.\.|\.$/ : /[ \t\r\n(),"]|\.\.|\.$/;
  return text === '' || special.test(text) || (first && /^[:=!<>~]/.test(text)) ? quote(text) : text;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
