import {
  type Cmp,
  type Expr,
  FilterError,
  MAX_STARS,
  MAX_TERMS,
  type Op,
  type Scalar,
  type Value,
} from './ast.ts';
import { Parser } from './parse.ts';
import { printValue } from './print.ts';

/** A word or a quoted text that stands by itself. */
export interface Word {
  word: { text: string } | { pattern: string[] };
}

export type SearchExpr = { and: SearchExpr[] } | { or: SearchExpr[] } | { not: SearchExpr } | Cmp | Word;

/** One condition of a search and where it stands in the text, from the first character up to the one behind it. */
export interface Term {
  expr: SearchExpr;
  from: number;
  to: number;
}

export interface Search {
  /** null for the empty search, which everything fulfils. */
  expr: SearchExpr | null;
  /** The conditions that must all hold; a search of "or" is one. */
  terms: Term[];
}

/** A search that cannot be read, and where what is wrong stands: from pos up to end. */
export class SearchError extends FilterError {
  readonly end: number;

  constructor(pos: number, end: number, reason: string) {
    super(pos, reason);
    this.end = end;
  }
}

/** Reads what people type into a search box: a filter in which words and quoted texts may stand by themselves, and in
 * which an operator may follow a colon. Throws SearchError. */
export function parseSearch(text: string): Search {
  try {
    return new SearchParser(text).search();
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new SearchError(error.pos, tokenEnd(text, error.pos), error.message);
  }
}

function tokenEnd(text: string, pos: number): number {
  const token = /[ \t\r\n(),:=<>~]|[\s\S][^ \t\r\n(),:=<>~]*/uy;
  token.lastIndex = pos;
  return token.test(text) ? token.lastIndex : text.length;
}

class SearchParser extends Parser {
  private readonly outer: Term[] = [];
  private colonOp: Op | null = null;

  search(): Search {
    const expr = this.filter() as SearchExpr | null;
    const [first] = this.outer;
    const last = this.outer.at(-1);
    if (expr && 'or' in expr && first && last && first !== last)
      return { expr, terms: [{ expr, from: first.from, to: last.to }] };
    return { expr, terms: this.outer };
  }

  protected override keyword(word: string): boolean {
    return this.find(/[A-Za-z_]\w*(?=[ \t\r\n()]|$)/y) !== '' && super.keyword(word);
  }

  protected override not(): Expr | null {
    const from = this.pos;
    const outermost = this.depth === 0;
    const expr = super.not();
    if (outermost)
      this.outer.push({
        expr: expr as SearchExpr,
        from,
        to: this.text.slice(0, this.pos).replace(/[ \t\r\n]+$/, '').length,
      });
    return expr;
  }

  protected override term(): Expr | null {
    if (this.next() === '(' || this.find(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*[ \t\r\n]*(?:!=|[:=<>~])/y))
      return super.term();
    return this.word() as unknown as Expr;
  }

  protected override cmp(): Expr {
    this.colonOp = null;
    const cmp = super.cmp() as Cmp;
    return this.colonOp ? { ...cmp, op: this.colonOp } : cmp;
  }

  protected override value(op: Op): Value {
    const then = op === ':' ? (this.find(/!=|[<>]=?|[=~]/y) as Op) : '';
    if (!then) return super.value(op);
    this.pos += then.length;
    this.colonOp = then;
    this.space();
    return super.value(then);
  }

  private word(): Word {
    if (++this.terms > MAX_TERMS) this.fail(`at most ${MAX_TERMS} comparisons`);
    const start = this.pos;
    const literals: string[] = [];
    let text = '';
    for (let c = this.next(); c && !/[ \t\r\n(),:=<>~]/.test(c); c = this.next()) {
      if (c === '"') {
        text += this.quoted();
        continue;
      }
      if (c !== '*') {
        text += c;
      } else if (text || literals.length === 0) {
        if (literals.length === MAX_STARS) this.fail(`a value has at most ${MAX_STARS} "*"`);
        literals.push(text);
        text = '';
      }
      this.pos++;
    }
    if (this.pos === start) this.fail('expected a word or a comparison such as name:value');
    if (/[,:=<>~]/.test(this.next())) this.fail('expected a space or the end of the word');
    this.space();
    return { word: literals.length > 0 ? { pattern: [...literals, text] } : { text } };
  }
}

/** A search as text, in its shortest form; parseSearch reads it back. */
export function printSearch(expr: SearchExpr | null): string {
  return expr ? printIn(expr, false) : '';
}

function printIn(expr: SearchExpr, nested: boolean): string {
  if ('and' in expr) return wrap(expr.and.map((term) => printIn(term, true)).join(' '), nested);
  if ('or' in expr) return wrap(expr.or.map((term) => printIn(term, false)).join(' or '), nested);
  if ('not' in expr) return `-${wrap(printIn(expr.not, true), 'not' in expr.not)}`;
  if ('word' in expr) return printWord(expr.word);
  return expr.path + expr.op + printValue(expr.value, expr.op);
}

function wrap(text: string, inParentheses: boolean): string {
  return inParentheses ? `(${text})` : text;
}

function printWord(word: Scalar): string {
  if ('text' in word) return /^(and|or|not)?$/i.test(word.text) ? quote(word.text) : piece(word.text, true);
  if ('pattern' in word) return word.pattern.map((part, i) => part && piece(part, i === 0)).join('*');
  return '';
}

function piece(text: string, first: boolean): string {
  return /[ \t\r\n(),:=<>~"*]/.test(text) || (first && text.startsWith('-')) ? quote(text) : text;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
