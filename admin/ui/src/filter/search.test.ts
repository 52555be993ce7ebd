import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSearch, printSearch, SearchError, type SearchExpr } from './search.ts';

interface Case {
  text: string;
  ast?: SearchExpr;
  print?: string;
  /** From and to, in bytes, as pos and end are. */
  terms?: [number, number][];
  error?: string;
  pos?: number;
  end?: number;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../filter/testdata/searches.json', import.meta.url), 'utf8'),
) as Case[];

const bytes = (text: string, index = 0) => new TextEncoder().encode(text.slice(0, index)).length;

function failure(text: string): SearchError | null {
  try {
    parseSearch(text);
  } catch (error) {
    if (error instanceof SearchError) return error;
    throw error;
  }
  return null;
}

describe('the searches that the server is tested on', () => {
  it.each(cases.filter((c) => !c.error))('reads $text', ({ text, ast, print, terms }) => {
    const search = parseSearch(text);
    expect(search.expr).toEqual(ast ?? null);
    expect(printSearch(search.expr)).toBe(print ?? '');
    expect(parseSearch(printSearch(search.expr)).expr).toEqual(search.expr);
    expect(search.terms.map(({ from, to }) => [bytes(text, from), bytes(text, to)])).toEqual(terms ?? []);
  });

  it.each(cases.filter((c) => c.error))('refuses $text', ({ text, error, pos, end }) => {
    const failed = failure(text);
    expect(failed?.message).toBe(error);
    expect([bytes(text, failed?.pos), bytes(text, failed?.end)]).toEqual([pos, end]);
  });
});

describe('what is typed at random', () => {
  const pieces = [
    'gold',
    'al',
    ':',
    '>=',
    '300',
    '(',
    ')',
    ' ',
    ' ',
    '-',
    'or ',
    'and ',
    '"',
    '*',
    '..',
    ',',
    'é',
    '😀',
    "'s",
    '.',
  ];

  it('is refused in its place, or printed as what is read as the same', () => {
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * n);
    };
    for (let round = 0; round < 600; round++) {
      const text = Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)]).join('');
      const failed = failure(text);
      if (failed) {
        expect(failed.pos).toBeLessThanOrEqual(failed.end);
        expect(failed.end).toBeLessThanOrEqual(text.length);
        continue;
      }
      const { expr, terms } = parseSearch(text);
      expect(parseSearch(printSearch(expr)).expr).toEqual(expr);
      for (const term of terms) expect(parseSearch(text.slice(term.from, term.to)).expr).toEqual(term.expr);
    }
  });
});
