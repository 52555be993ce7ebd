export type TokenKind = 'key' | 'quoted' | 'word' | 'number' | '';

/** A piece of JSON to be coloured. */
export interface Token {
  text: string;
  kind: TokenKind;
}

const PIECE = /("(?:\\.|[^"\\\n])*"?)(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The lines of some JSON, whole or being typed, as tokens. */
export function jsonLines(json: string): Token[][] {
  return json.split('\n').map((line) => {
    const tokens: Token[] = [];
    let end = 0;
    for (const match of line.matchAll(PIECE)) {
      if (match.index > end) tokens.push({ text: line.slice(end, match.index), kind: '' });
      const [whole, quoted, colon] = match;
      const kind =
        quoted === undefined
          ? /^[a-z]/.test(whole)
            ? 'word'
            : 'number'
          : colon === undefined
            ? 'quoted'
            : 'key';
      tokens.push({ text: quoted ?? whole, kind });
      if (colon !== undefined) tokens.push({ text: colon, kind: '' });
      end = match.index + whole.length;
    }
    if (end < line.length) tokens.push({ text: line.slice(end), kind: '' });
    return tokens;
  });
}
