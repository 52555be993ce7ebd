// The filter language, as admin/filter has it in Go: the same grammar, limits and messages, tested on the same cases.

export type Op = ':' | '=' | '!=' | '>' | '>=' | '<' | '<=' | '~';

export type Scalar = { text: string } | { pattern: string[] } | { null: true } | { var: string };
/** Both ends belong to it; null on one side is open. */
export type Range = { range: [Scalar | null, Scalar | null] };
export type Value = Scalar | Range | { list: (Scalar | Range)[] };

export interface Cmp {
  /** Edges and a field, with dots between them. */
  path: string;
  op: Op;
  value: Value;
}

export type Expr = { and: Expr[] } | { or: Expr[] } | { not: Expr } | Cmp;

export const MAX_BYTES = 8192;
export const MAX_DEPTH = 16;
export const MAX_TERMS = 200;
export const MAX_ITEMS = 500;
export const MAX_STEPS = 8;
export const MAX_STARS = 10;

/** A filter that cannot be read. */
export class FilterError extends Error {
  /** Where, as an index into the text. */
  readonly pos: number;

  constructor(pos: number, reason: string) {
    super(reason);
    this.pos = pos;
  }
}

/** That all of the filters are fulfilled; null, the filter that every row fulfils, is left out. */
export function all(...exprs: (Expr | null)[]): Expr | null {
  const terms = exprs.flatMap((e) => (e === null ? [] : 'and' in e ? e.and : [e]));
  return terms.length > 1 ? { and: terms } : (terms[0] ?? null);
}

/** That any of the filters is fulfilled; null is left out. */
export function any(...exprs: (Expr | null)[]): Expr | null {
  const terms = exprs.flatMap((e) => (e === null ? [] : 'or' in e ? e.or : [e]));
  return terms.length > 1 ? { or: terms } : (terms[0] ?? null);
}

export function isVar(text: string): boolean {
  return /^\$[A-Za-z_]\w*$/.test(text);
}
