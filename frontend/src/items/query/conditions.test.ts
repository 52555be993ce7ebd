import { describe, expect, it } from 'vitest';
import { parseSearch } from '../../../../admin/ui/src/filter/search.ts';
import { conditionsOf } from './conditions.ts';
import { added, removed, replaced } from './edit.ts';
import { quoted, scan, unquoted } from './scan.ts';

const texts = (query: string) => conditionsOf(query).map(({ text }) => text);
const conditionNamed = (query: string, text: string) => {
  const found = conditionsOf(query).find((condition) => condition.text === text);
  if (found === undefined) throw new Error(`${query} has no ${text}`);
  return found;
};

describe('scan', () => {
  it.each([
    ['is:armor al:>=300', 'key|is op|: value|armor key|al op|:>= value|300'],
    [
      '(set:"Adept\'s" or set:*)',
      'paren|( key|set op|: value|"Adept\'s" keyword|or key|set op|: value|* paren|)',
    ],
    ['-on:Mule* gold "of war"', 'minus|- key|on op|: value|Mule* word|gold word|"of war"'],
    ['slot : ( head, chest )', 'key|slot op|: bracket|( value|head comma|, value|chest bracket|)'],
    ['al : >= 5 not x', 'key|al op|: >= value|5 keyword|not word|x'],
    ['orb:', 'key|orb op|:'],
    ['name~"open', 'key|name op|~ value|"open'],
    ['a!=b..c', 'key|a op|!= value|b..c'],
    ['  ', ''],
  ])('cuts %s', (text, pieces) => {
    expect(
      scan(text)
        .map(({ kind, from, to }) => `${kind}|${text.slice(from, to)}`)
        .join(' '),
    ).toBe(pieces);
  });

  it('takes every character of whatever is typed at most once, in order', () => {
    const letters = 'ab:>= ()"\\-*,.or\u00e9';
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 2_000; round++) {
      const text = Array.from({ length: next(24) }, () => letters[next(letters.length)]).join('');
      let end = 0;
      for (const { from, to } of scan(text)) {
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThan(from);
        end = to;
      }
      expect(end).toBeLessThanOrEqual(text.length);
      for (const { from, to, text: part } of conditionsOf(text)) expect(text.slice(from, to)).toBe(part);
    }
  });
});

describe('conditionsOf', () => {
  it.each([
    ['', []],
    ['is:armor  al:>=220', ['is:armor', 'al:>=220']],
    ['is:armor and -on:Dorn', ['is:armor', '-on:Dorn']],
    ['not is:worn gold', ['not is:worn', 'gold']],
    ['(a:1 or b:2) -(c:3 d:4)', ['(a:1 or b:2)', '-(c:3 d:4)']],
    ['a:1 or b:2 c:3', ['a:1 or b:2 c:3']],
    ['slot:(head, chest) al : 5', ['slot:(head, chest)', 'al : 5']],
    ['al:', ['al:']],
    ['a:1 (b:2', ['a:1', '(b:2']],
    ['spell:"Epic* or" x', ['spell:"Epic* or"', 'x']],
  ])('of %s', (query, want) => expect(texts(query)).toEqual(want));

  it.each([
    'is:armor (set:"Adept\'s" or set:*) -on:Mule* al:>=220',
    'not is:worn gold "of war" slot:( head, chest )',
    'a:1 and b:2 and not (c:3 or d:4)',
    'a:1 or b:2 c:3',
    '(a:1 or b:2) x*',
    'al : >= 5',
  ])('cuts %s where the language does', (query) => {
    const ours = conditionsOf(query).map(({ from, to }) => ({ from, to }));
    expect(ours).toEqual(parseSearch(query).terms.map(({ from, to }) => ({ from, to })));
  });

  it.each([
    ['al:>=220', { field: 'al', negated: false, op: '>=', values: ['220'] }],
    ['-on:"Mule 47"', { field: 'on', negated: true, op: ':', values: ['Mule 47'] }],
    ['slot:(head, chest)', { field: 'slot', negated: false, op: ':', values: ['head', 'chest'] }],
    ['(set:a or set:"b c")', { field: 'set', negated: false, op: ':', values: ['a', 'b c'] }],
    ['not (set:a or set:b)', { field: 'set', negated: true, op: ':', values: ['a', 'b'] }],
    ['gold', { field: '', negated: false, op: ':', values: ['gold'] }],
    ['(set:a or slot:b)', null],
    ['(al>3 or al<1)', null],
    ['-(a:1 b:2)', null],
    ['al:', null],
    ['slot:(head', null],
  ])('%s is %j', (query, want) => expect(conditionsOf(query)[0]?.simple ?? null).toEqual(want));
});

describe('editing', () => {
  it.each([
    ['', 'al:>=1', 'al:>=1'],
    ['is:armor ', 'al:>=1', 'is:armor al:>=1'],
    ['a:1 or b:2', 'al:>=1', '(a:1 or b:2) al:>=1'],
    ['(a:1 or b:2)', 'al:>=1', '(a:1 or b:2) al:>=1'],
    ['al:', 'x', 'al: x'],
  ])('%j with %j', (query, condition, want) => expect(added(query, condition)).toBe(want));

  it.each([
    ['a:1 b:2 c:3', 'b:2', 'a:1 c:3'],
    ['a:1 b:2', 'a:1', 'b:2'],
    ['a:1 and b:2 and c:3', 'b:2', 'a:1 and c:3'],
    ['a:1 and b:2', 'b:2', 'a:1'],
    ['a:1 and b:2', 'a:1', 'b:2'],
    ['a:1', 'a:1', ''],
    ['a:1 or b:2', 'a:1 or b:2', ''],
  ])('%j without %j', (query, condition, want) =>
    expect(removed(query, conditionNamed(query, condition))).toBe(want),
  );

  it('puts one in the place of another', () => {
    expect(replaced('a:1 b:2 c:3', conditionNamed('a:1 b:2 c:3', 'b:2'), 'x:9')).toBe('a:1 x:9 c:3');
  });
});

describe('quoted', () => {
  it.each([
    ['head', 'head'],
    ['Mule 47', '"Mule 47"'],
    ["Soldier's", '"Soldier\'s"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['null', '"null"'],
    ['7.5', '7.5'],
    ['a..b', '"a..b"'],
    ['Énée', 'Énée'],
    ['', '""'],
  ])('%j is %s, and reads back', (value, want) => {
    expect(quoted(value)).toBe(want);
    expect(unquoted(want)).toBe(value);
  });
});
