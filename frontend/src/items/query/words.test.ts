import { describe, expect, it } from 'vitest';
import { faultOf, meantAt } from './check.ts';
import { conditionsOf } from './conditions.ts';
import { nearest } from './nearest.ts';
import { suggest } from './suggest.ts';
import { testFields } from './testFields.ts';
import { chipWords } from './words.ts';

describe('chips', () => {
  it.each([
    ['is:armor', 'Armour'],
    ['al:>=220', 'AL ≥ 220'],
    ['al:220..329', 'AL 220 – 329'],
    ['al:..9', 'AL ≤ 9'],
    ['-on:Dorn', 'not on Dorn'],
    ["set:(\"Soldier's\",'x')", "Soldier's or 'x'"],
    ['set:*', 'set any'],
    ['slot:(chest,upper_arms)', 'Chest or Upper arms'],
    ['spell:"Epic*"', 'spell Epic*'],
    ['spell:>=epic', 'spell ≥ epic'],
    ['slot!=chest', '≠ Chest'],
    ['gold', '“gold”'],
    ['-"of war"', 'not “of war”'],
    ['(al>1 or work:7)', '(al>1 or work:7)'],
    ['nobody:1', 'nobody:1'],
  ])('of %s say %s', (query, want) => {
    expect(conditionsOf(query).map((condition) => chipWords(condition, testFields))).toEqual([want]);
  });
});

describe('faults', () => {
  it.each([
    ['', null],
    ['is:armor al:>=300 gold', null],
    ['al:220..300 spell:"Epic*"', null],
    ['is:armor aal:>=300', { from: 9, to: 12, message: '“aal” is no field', fix: 'al' }],
    ['al:>=high', { from: 5, to: 9, message: 'Armour level is a number, “high” is none' }],
  ])('of %j', (query, want) => expect(faultOf(query, testFields)).toEqual(want));

  it('of a value that the server does not know may be a slip of the hand', () => {
    expect(meantAt('al:>=3 is:amror', { from: 10, to: 15 }, testFields)).toBe('armor');
    expect(meantAt('al:>=3', { from: 5, to: 6 }, testFields)).toBeUndefined();
  });

  it.each(['al:', '(is:armor', 'is:armor)', 'spell:"open', '-'])('%j has a place to underline', (query) => {
    const fault = faultOf(query, testFields);
    expect(fault?.message).not.toBe('');
    expect(fault && fault.to > fault.from && fault.to <= query.length).toBe(true);
  });
});

describe('nearest', () => {
  it.each([
    ['armr', 'armor'],
    ['amror', 'armor'],
    ['weap', 'weapon'],
    ['zzz', undefined],
  ])('to %s is %s', (word, want) => expect(nearest(word, ['armor', 'weapon', 'worn'])).toBe(want));
});

describe('suggestions', () => {
  const lists = {
    sets: [
      { value: "Soldier's", label: "Soldier's" },
      { value: "Adept's", label: "Adept's" },
    ],
    characters: [{ value: 'Mule 47', label: 'Mule 47' }],
  };
  const offered = (marked: string) => {
    const caret = marked.indexOf('|');
    const text = marked.replace('|', '');
    const { from, to, items } = suggest(text, caret, testFields, lists);
    return items.map(({ insert }) => text.slice(0, from) + insert + text.slice(to));
  };
  it.each([
    ['|', []],
    ['a|', ['al:']],
    ['is:armor sl|', ['is:armor slot:']],
    ['ch|', ['slot:chest']],
    ['slot:|', ['slot:chest', 'slot:head', 'slot:upper_arms']],
    ['slot:(head,c|', ['slot:(head,chest']],
    ['slot:(head,ch|)', ['slot:(head,chest)']],
    ['set:"So|"', ['set:"Soldier\'s"']],
    ['set:sol| al:1', ['set:"Soldier\'s" al:1']],
    ['on:mu|', ['on:"Mule 47"']],
    ['sl|ot:head', ['slot:head']],
    ['nobody:|', []],
    ['al:>=3 |', []],
  ])('at %s', (marked, want) => expect(offered(marked)).toEqual(want));
});
