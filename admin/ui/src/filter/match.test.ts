import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../api/types.ts';
import { matches } from './match.ts';
import { parse } from './parse.ts';

const shared = JSON.parse(
  readFileSync(new URL('../../../filter/testdata/matches.json', import.meta.url), 'utf8'),
) as { fields: Record<string, Kind>; row: Record<string, unknown>; true: string[]; false: string[] };

const scene = { now: new Date('2026-11-22T12:00:00Z'), vars: { me: '7' } };

function holds(text: string): boolean {
  return matches(parse(text), shared.row, (name) => shared.fields[name] ?? null, scene);
}

describe('the cases that the server is tested on', () => {
  it.each(shared.true)('%s holds', (text) => expect(holds(text)).toBe(true));
  it.each(shared.false)('%s does not hold', (text) => expect(holds(text)).toBe(false));
});

describe('an edge of a form', () => {
  const row = { author: { id: '7', label: 'Le Guin' }, editor: null, tags: ['1', '2'], shelf: '' };
  it.each([
    ['author:7', true],
    ['author:$me', true],
    ['author!=7', false],
    ['author:null', false],
    ['editor:null', true],
    ['editor!=3', true],
    ['shelf:null', true],
    ['tags:2', true],
    ['tags:(3,4)', false],
    ['tags!=(2,3)', false],
    ['tags!=null', true],
  ])('%s: %s', (text, want) => {
    expect(matches(parse(text), row, () => 'edge', scene)).toBe(want);
  });
});

it('does not hold where the server would not take it', () => {
  for (const text of ['i:x', 't:soon', 'b:perhaps', 'nobody:1']) expect(holds(text)).toBe(false);
});
