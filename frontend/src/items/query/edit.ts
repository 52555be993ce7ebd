import { type Condition, conditionsOf } from './conditions.ts';

/** The query with one more condition. */
export function added(text: string, condition: string): string {
  const before = text.trim();
  if (before === '') return condition;
  // What follows alternatives would belong to the last of them alone, so these go into parentheses.
  const alternatives = /\sor\s/i.test(before) && conditionsOf(`${before} x`).length === 1;
  return `${alternatives ? `(${before})` : before} ${condition}`;
}

/** The query without one of its conditions. */
export function removed(text: string, { from, to }: Pick<Condition, 'from' | 'to'>): string {
  let before = text.slice(0, from);
  let after = text.slice(to);
  if (/^\s+and\s/i.test(after)) after = after.replace(/^\s+and\s+/i, ' ');
  else before = before.replace(/\s+and\s+$/i, ' ');
  return `${before.trimEnd()} ${after.trimStart()}`.trim();
}

/** The query with another condition in the place of one. */
export function replaced(text: string, { from, to }: Pick<Condition, 'from' | 'to'>, next: string): string {
  return `${text.slice(0, from)}${next}${text.slice(to)}`;
}
