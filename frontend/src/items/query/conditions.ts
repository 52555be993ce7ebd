import { scan, type Token, unquoted } from './scan.ts';

/** One of the conditions that a query joins with "and": what a chip stands for. */
export interface Condition {
  from: number;
  /** One past the last. */
  to: number;
  text: string;
  /** Null for what one chip cannot spell: groups of several fields, and what is not finished. */
  simple: Simple | null;
}

/** A condition on one field, or on the name. */
export interface Simple {
  /** As it is written; empty for words of the name. */
  field: string;
  negated: boolean;
  /** Without the colon before a comparison: ":>=" is ">=". */
  op: string;
  /** Any of them is enough. */
  values: readonly string[];
}

/** The conditions that a query is made of. Alternatives at its top are one, since none of them must hold. */
export function conditionsOf(text: string): Condition[] {
  const tokens = scan(text);
  const terms = termsOf(text, tokens);
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return [];
  if (!terms.some((term) => isWord(text, term, 'or'))) {
    return terms.filter((term) => !isWord(text, term, 'and')).map((term) => condition(text, term));
  }
  return [condition(text, tokens)];
}

/** Tokens in terms: a comparison, a word or a group each with its "not", and the words between them. */
function termsOf(text: string, tokens: readonly Token[]): Token[][] {
  const terms: Token[][] = [];
  let term: Token[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    term.push(token);
    if (token.kind === 'paren') depth = Math.max(0, depth + (text[token.from] === '(' ? 1 : -1));
    const next = tokens[i + 1]?.kind;
    const joined =
      token.kind === 'minus' ||
      (token.kind === 'keyword' && /^not$/i.test(slice(text, token))) ||
      next === 'op' ||
      next === 'value' ||
      next === 'bracket' ||
      next === 'comma';
    if (depth > 0 || (joined && next !== undefined)) return;
    terms.push(term);
    term = [];
  });
  if (term.length > 0) terms.push(term);
  return terms;
}

function isWord(text: string, term: readonly Token[], word: string): boolean {
  const [token] = term;
  return (
    term.length === 1 &&
    token !== undefined &&
    token.kind === 'keyword' &&
    slice(text, token).toLowerCase() === word
  );
}

function condition(text: string, tokens: readonly Token[]): Condition {
  const from = tokens[0]?.from ?? 0;
  const to = tokens.at(-1)?.to ?? 0;
  return { from, to, text: text.slice(from, to), simple: simpleOf(text, tokens) };
}

function simpleOf(text: string, tokens: readonly Token[]): Simple | null {
  let rest = [...tokens];
  let negated = false;
  while (rest[0]?.kind === 'minus' || (rest.length > 1 && rest[0] && isNot(text, rest[0]))) {
    negated = !negated;
    rest = rest.slice(1);
  }
  if (rest[0]?.kind === 'paren' && rest.at(-1)?.kind === 'paren' && rest.length > 2) rest = rest.slice(1, -1);
  if (rest.some(({ kind }) => kind === 'paren' || kind === 'minus')) return null;
  const simples = split(text, rest).map((part) => comparison(text, part));
  const [first] = simples;
  if (first === undefined || first === null) return null;
  if (simples.length === 1) return { ...first, negated };
  const sameField = (one: (typeof simples)[number]) => one?.field.toLowerCase() === first.field.toLowerCase();
  const same = simples.every((one) => sameField(one) && /^[:=]$/.test(one?.op ?? ''));
  return same ? { ...first, negated, values: simples.flatMap((one) => one?.values ?? []) } : null;
}

function isNot(text: string, token: Token): boolean {
  return token.kind === 'keyword' && /^not$/i.test(slice(text, token));
}

/** The parts that "or" joins. */
function split(text: string, tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'keyword' && /^or$/i.test(slice(text, token))) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function comparison(text: string, tokens: readonly Token[]): Omit<Simple, 'negated'> | null {
  const [first, op, ...rest] = tokens;
  if (first?.kind === 'word' && op === undefined) {
    return { field: '', op: ':', values: [unquoted(slice(text, first))] };
  }
  if (first?.kind !== 'key' || op?.kind !== 'op') return null;
  const listed = rest[0]?.kind === 'bracket';
  const closed = !listed || (rest.length > 2 && rest.at(-1)?.kind === 'bracket');
  const values = rest.filter(({ kind }) => kind === 'value').map((token) => unquoted(slice(text, token)));
  const others = rest.some(({ kind }) => kind !== 'value' && kind !== 'bracket' && kind !== 'comma');
  if (others || !closed || values.length === 0 || (!listed && values.length > 1)) return null;
  return { field: slice(text, first), op: slice(text, op).replace(/^:\s*(?=.)/, ''), values };
}

function slice(text: string, { from, to }: Token): string {
  return text.slice(from, to);
}
