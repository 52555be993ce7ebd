import {
  all,
  any,
  type Expr,
  FilterError,
  isVar,
  MAX_BYTES,
  MAX_DEPTH,
  MAX_ITEMS,
  MAX_STARS,
  MAX_STEPS,
  MAX_TERMS,
  type Op,
  type Range,
  type Scalar,
  type Value,
} from './ast.ts';

/** Reads a filter; null is the empty one. Throws FilterError. */
export function parse(text: string): Expr | null {
  return new Parser(text).filter();
}

/** Reads one text; search.ts grows it. */
export class Parser {
  protected readonly text: string;
  protected pos = 0;
  protected depth = 0;
  protected terms = 0;

  constructor(text: string) {
    this.text = text;
  }

  filter(): Expr | null {
    if (new TextEncoder().encode(this.text).length > MAX_BYTES)
      this.fail(`a filter has at most ${MAX_BYTES} bytes`, this.text.length);
    const bad = this.text.search(/[\0\p{Cs}]/u);
    if (bad >= 0) this.fail('a filter is UTF-8 without null characters', bad);
    this.space();
    if (this.end()) return null;
    const expr = this.or();
    if (!this.end()) this.fail('expected "and", "or" or the end');
    return expr;
  }

  protected fail(reason: string, pos = this.pos): never {
    throw new FilterError(pos, reason);
  }

  private end(): boolean {
    return this.pos === this.text.length;
  }

  protected next(): string {
    return this.text[this.pos] ?? '';
  }

  /** What a sticky pattern finds here. */
  protected find(pattern: RegExp): string {
    pattern.lastIndex = this.pos;
    return pattern.exec(this.text)?.[0] ?? '';
  }

  protected space(): void {
    this.pos += this.find(/[ \t\r\n]*/y).length;
  }

  private take(symbol: string): boolean {
    if (this.next() !== symbol) return false;
    this.pos++;
    this.space();
    return true;
  }

  protected keyword(word: string): boolean {
    const name = this.find(/[A-Za-z_]\w*(?![\w.:=!<>~])/y);
    if (name.toLowerCase() !== word) return false;
    this.pos += name.length;
    this.space();
    return true;
  }

  private or(): Expr | null {
    const terms: (Expr | null)[] = [];
    do terms.push(this.and());
    while (this.keyword('or'));
    return any(...terms);
  }

  private and(): Expr | null {
    const terms: (Expr | null)[] = [];
    for (;;) {
      terms.push(this.not());
      if (this.keyword('and')) continue;
      const before = this.pos;
      if (this.end() || this.next() === ')' || this.keyword('or')) {
        this.pos = before;
        return all(...terms);
      }
    }
  }

  protected not(): Expr | null {
    if (!this.take('-') && !this.keyword('not')) return this.term();
    const term = this.term();
    return term && { not: term };
  }

  protected term(): Expr | null {
    if (this.next() !== '(') return this.cmp();
    if (++this.depth > MAX_DEPTH) this.fail(`at most ${MAX_DEPTH} parentheses deep`);
    this.take('(');
    const expr = this.or();
    if (!this.take(')')) this.fail('expected "and", "or" or ")"');
    this.depth--;
    return expr;
  }

  protected cmp(): Expr {
    if (++this.terms > MAX_TERMS) this.fail(`at most ${MAX_TERMS} comparisons`);
    const path: string[] = [];
    do {
      if (path.length > 0) this.pos++;
      const name = this.find(/[A-Za-z_]\w*/y);
      if (!name)
        this.fail(path.length ? "expected a field's name" : 'expected a comparison such as name:value');
      if (path.length === MAX_STEPS) this.fail(`a path has at most ${MAX_STEPS} names`);
      path.push(name);
      this.pos += name.length;
    } while (this.next() === '.');
    this.space();
    const op = this.find(/!=|[<>]=?|[:=~]/y) as Op;
    if (!op) this.fail('expected one of : = != > >= < <= ~');
    this.pos += op.length;
    this.space();
    const value = this.value(op);
    this.space();
    return { path: path.join('.'), op, value };
  }

  protected value(op: Op): Value {
    if (this.next() !== '(') return this.item(op);
    if (!/^(:|!?=|~)$/.test(op)) this.fail(`${op} takes no list`);
    const list: (Scalar | Range)[] = [];
    this.take('(');
    do {
      if (list.length === MAX_ITEMS) this.fail(`a list has at most ${MAX_ITEMS} items`);
      list.push(this.item(op));
      this.space();
    } while (this.take(','));
    if (this.next() !== ')') this.fail('expected "," or ")"');
    this.pos++;
    this.delimited();
    return { list };
  }

  private item(op: Op): Scalar | Range {
    const start = this.pos;
    const low = this.dots() ? null : this.scalar(op);
    if (low && !this.dots()) {
      this.delimited();
      return low;
    }
    if (!/^(:|!?=)$/.test(op)) this.fail(`${op} takes no range`);
    this.pos += 2;
    const high = low && this.atDelimiter() ? null : this.scalar(op);
    for (const end of [low, high])
      if (end && !('text' in end || 'var' in end)) this.fail('a range takes no null and no "*"', start);
    this.delimited();
    return { range: [low, high] };
  }

  private dots(): boolean {
    return this.text.startsWith('..', this.pos);
  }

  private atDelimiter(): boolean {
    return this.end() || /[ \t\r\n),]/.test(this.next());
  }

  private delimited(): void {
    if (!this.atDelimiter()) this.fail('expected a space or the end of the value');
  }

  private scalar(op: Op): Scalar {
    const start = this.pos;
    if (/[:=!<>~]/.test(this.next()))
      this.fail(`expected a value; one that begins with '${this.next()}' stands in quotes`);
    const literals: string[] = [];
    let text = '';
    let quoted = false;
    while (!this.atDelimiter() && this.next() !== '(' && !this.dots()) {
      const c = this.next();
      if (c === '"') {
        quoted = true;
        text += this.quoted();
        continue;
      }
      if (c !== '*' || op !== ':') {
        text += c;
      } else if (text || literals.length === 0) {
        if (literals.length === MAX_STARS) this.fail(`a value has at most ${MAX_STARS} "*"`);
        literals.push(text);
        text = '';
      }
      this.pos++;
    }
    if (this.pos === start) this.fail('expected a value');
    if (literals.length > 0) return { pattern: [...literals, text] };
    if (quoted) return { text };
    if (text.toLowerCase() === 'null') return { null: true };
    return isVar(text) ? { var: text.slice(1) } : { text };
  }

  protected quoted(): string {
    const whole = this.find(/"(?:[^"\\]|\\.)*"/sy);
    if (!whole) this.fail('this quote is not closed');
    this.pos += whole.length;
    return whole.slice(1, -1).replace(/\\(.)/gs, '$1');
  }
}
