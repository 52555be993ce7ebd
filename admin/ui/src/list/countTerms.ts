import { type Expr, FilterError } from '../filter/ast.ts';
import { parse } from '../filter/parse.ts';

/** How many comparisons a filter has; one that cannot be read counts as one. */
export function countTerms(filter: string): number {
  try {
    const expr = parse(filter);
    return expr === null ? 0 : count(expr);
  } catch (error) {
    if (error instanceof FilterError) return 1;
    throw error;
  }
}

function count(expr: Expr): number {
  if ('and' in expr) return expr.and.reduce((sum, term) => sum + count(term), 0);
  if ('or' in expr) return expr.or.reduce((sum, term) => sum + count(term), 0);
  return 'not' in expr ? count(expr.not) : 1;
}
