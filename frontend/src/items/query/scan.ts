/** What a piece of a query is, for its colour and for finding one's way in a text that need not be right. */
export type TokenKind =
  | 'key'
  | 'op'
  | 'value'
  /** A word of a name, or several in quotes. */
  | 'word'
  /** and, or, not. */
  | 'keyword'
  | 'minus'
  /** Of a group. */
  | 'paren'
  /** Round the values of a list. */
  | 'bracket'
  | 'comma';

export interface Token {
  kind: TokenKind;
  from: number;
  /** One past the last. */
  to: number;
}

const SPACE = /\s+/y;
const KEY = /[A-Za-z_][\w.]*(?=\s*(?:!=|[<>]=?|[:=~]))/y;
const OP = /:\s*(?:!=|[<>]=?|=)|!=|[<>]=?|[:=~]/y;
const KEYWORD = /(?:and|or|not)(?=[\s()]|$)/iy;
const RUN = /(?:"(?:[^"\\]|\\.)*(?:"|$)|[^\s(),"])+/sy;
const WORD = /(?:"(?:[^"\\]|\\.)*(?:"|$)|[^\s()"])+/sy;

/** Cuts a query into its pieces, whatever is typed; spaces are left out. */
export function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let pos = 0;
  const take = (pattern: RegExp, kind: TokenKind): boolean => {
    pattern.lastIndex = pos;
    const found = pattern.exec(text)?.[0];
    if (!found) return false;
    tokens.push({ kind, from: pos, to: pos + found.length });
    pos += found.length;
    return true;
  };
  const skip = () => {
    SPACE.lastIndex = pos;
    pos += SPACE.exec(text)?.[0].length ?? 0;
  };
  const one = (char: string, kind: TokenKind): boolean => {
    if (text[pos] !== char) return false;
    tokens.push({ kind, from: pos, to: pos + 1 });
    pos += 1;
    return true;
  };
  const list = () => {
    skip();
    while (pos < text.length && !one(')', 'bracket')) {
      if (!one(',', 'comma') && !take(RUN, 'value') && !one('(', 'bracket')) return;
      skip();
    }
  };
  for (skip(); pos < text.length; skip()) {
    if (one('(', 'paren') || one(')', 'paren') || one('-', 'minus')) continue;
    if (take(KEY, 'key')) {
      skip();
      take(OP, 'op');
      skip();
      if (one('(', 'bracket')) list();
      else take(RUN, 'value');
      continue;
    }
    if (!take(KEYWORD, 'keyword') && !take(WORD, 'word')) pos += 1;
  }
  return tokens;
}

/** The value that stands in a query as that text: without quotes and what they escape. */
export function unquoted(text: string): string {
  return text.replace(/"((?:[^"\\]|\\.)*)"?/gs, (_, inner: string) => inner.replace(/\\(.)/gs, '$1'));
}

/** A value as it stands in a query: in quotes unless it is a plain word or number. */
export function quoted(value: string): string {
  const plain = /^[\p{L}\p{N}_+-]+(?:\.[\p{L}\p{N}_+-]+)*$/u.test(value) && !/^null$/i.test(value);
  return plain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
