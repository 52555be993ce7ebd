import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { all, any, type Expr, FilterError } from './ast.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';

interface Case {
  text: string;
  ast?: Expr;
  print?: string;
  error?: string;
  /** In bytes. */
  pos?: number;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../filter/testdata/cases.json', import.meta.url), 'utf8'),
) as Case[];

function failure(text: string): FilterError | null {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  return null;
}

describe('the cases that the server is tested on', () => {
  it.each(cases.filter((c) => !c.error))('reads $text', ({ text, ast, print: printed }) => {
    const expr = parse(text);
    expect(expr).toEqual(ast ?? null);
    expect(print(expr)).toBe(printed ?? '');
    expect(parse(print(expr))).toEqual(expr);
  });

  it.each(cases.filter((c) => c.error))('refuses $text', ({ text, error, pos }) => {
    const failed = failure(text);
    expect(failed?.message).toBe(error);
    expect(new TextEncoder().encode(text.slice(0, failed?.pos)).length).toBe(pos ?? 0);
  });
});

describe('limits', () => {
  it.each([
    ['bytes', `a:${'é'.repeat(4095)}`, `a:${'é'.repeat(4096)}`],
    ['deep', `${'('.repeat(16)}a:1${')'.repeat(16)}`, `${'('.repeat(17)}a:1${')'.repeat(17)}`],
    ['comparisons', 'a:1 '.repeat(200), 'a:1 '.repeat(201)],
    ['items', `a:(1${',1'.repeat(499)})`, `a:(1${',1'.repeat(500)})`],
    ['"*"', `a:${'*x'.repeat(10)}`, `a:${'*x'.repeat(11)}`],
    ['names', `a${'.a'.repeat(7)}:1`, `a${'.a'.repeat(8)}:1`],
  ])('of %s are kept', (what, fits, over) => {
    expect(failure(fits)).toBeNull();
    expect(failure(over)?.message).toContain(what);
  });
});

describe('all and any', () => {
  it('leave out null and flatten', () => {
    const [a, bc, de] = [parse('a:1'), parse('b:1 c:1'), parse('d:1 or e:1')];
    expect(all(null, null)).toBeNull();
    expect(print(all(null, de))).toBe('d:1 or e:1');
    expect(print(all(a, null, bc, de))).toBe('a:1 b:1 c:1 (d:1 or e:1)');
    expect(print(any(a, bc, null, de))).toBe('a:1 or b:1 c:1 or d:1 or e:1');
  });
});
