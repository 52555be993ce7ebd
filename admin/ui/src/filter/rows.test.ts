import { describe, expect, it } from 'vitest';
import type { Target } from './operators.ts';
import { operatorsOf } from './operators.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { exprOf, type Group, groupOf, type Row } from './rows.ts';

const TARGETS: Record<string, Target> = {
  name: 'string',
  price: 'float',
  status: 'enum',
  born: 'time',
  data: 'json',
  open: 'bool',
  author: 'edge',
  'author.name': 'string',
};
const targetOf = (path: string) => TARGETS[path] ?? null;

describe('a filter in the builder', () => {
  it.each<[string, Row]>([
    ['name~x', { path: 'name', operator: 'contains', values: ['x'] }],
    ['-name~x', { path: 'name', operator: 'lacks', values: ['x'] }],
    ['name:le*', { path: 'name', operator: 'starts', values: ['le'] }],
    ['name:*"e s"', { path: 'name', operator: 'ends', values: ['e s'] }],
    ['name=x', { path: 'name', operator: 'is', values: ['x'] }],
    ['name="null"', { path: 'name', operator: 'is', values: ['null'] }],
    ['author.name!=x', { path: 'author.name', operator: 'isNot', values: ['x'] }],
    ['author=$me', { path: 'author', operator: 'is', values: ['$me'] }],
    ['author:null', { path: 'author', operator: 'empty', values: [] }],
    ['author!=null', { path: 'author', operator: 'filled', values: [] }],
    ['status=(a,b)', { path: 'status', operator: 'oneOf', values: ['a', 'b'] }],
    ['status!=(a,b)', { path: 'status', operator: 'noneOf', values: ['a', 'b'] }],
    ['price>=2', { path: 'price', operator: 'atLeast', values: ['2'] }],
    ['born=2026..today', { path: 'born', operator: 'between', values: ['2026', 'today'] }],
    ['data~x', { path: 'data', operator: 'contains', values: ['x'] }],
  ])('%s is one line and comes back as it was', (text, row) => {
    const group = groupOf(parse(text), targetOf);
    expect(group).toEqual({ all: true, not: false, items: [row] });
    expect(print(exprOf(group))).toBe(text);
  });

  it.each([
    ['name:x', 'name~x'],
    ['price:2', 'price=2'],
    ['-price:2', 'price!=2'],
    ['-status:(a,b)', 'status!=(a,b)'],
    ['-author:null', 'author!=null'],
    ['name:x or (price>2 -(status=a or open=true))', 'name~x or price>2 -(status=a or open=true)'],
    ['-(-(name:x price:1))', '-(-(name~x price=1))'],
  ])('%s means the same as %s', (text, same) => {
    expect(print(exprOf(groupOf(parse(text), targetOf)))).toBe(same);
  });

  it.each([
    'name:a*b',
    'name:(a,b*)',
    'price=(1,2..3)',
    'price:..3',
    'nobody:1',
    '-name:le*',
    'status>2',
    'name=""',
    'name="$me"',
  ])('%s has no line, and stays what it is', (text) => {
    const group = groupOf(parse(text), targetOf);
    expect(group.items).toEqual([{ raw: parse(text) }]);
    expect(print(exprOf(group))).toBe(text);
  });

  it('nests groups and marks their opposite', () => {
    const group = groupOf(parse('name=x -(price>1 or price<0)'), targetOf);
    expect(group.items[1]).toEqual({
      all: false,
      not: true,
      items: [
        { path: 'price', operator: 'over', values: ['1'] },
        { path: 'price', operator: 'under', values: ['0'] },
      ],
    });
  });

  it('leaves out lines without their values', () => {
    const group: Group = {
      all: true,
      not: true,
      items: [
        { path: 'name', operator: 'is', values: [''] },
        { path: 'price', operator: 'between', values: ['1', ''] },
        { all: false, not: false, items: [] },
      ],
    };
    expect(exprOf(group)).toBeNull();
    expect(groupOf(null, targetOf).items).toEqual([]);
  });

  it('offers emptiness only where a value can be missing', () => {
    expect(operatorsOf('bool').map((o) => o.key)).toEqual(['is', 'isNot', 'empty', 'filled']);
    expect(operatorsOf('bool', false).map((o) => o.key)).toEqual(['is', 'isNot']);
  });
});
