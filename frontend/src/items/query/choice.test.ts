import { describe, expect, it } from 'vitest';
import { type ChoiceField, choiceOf, toggled, without } from './choice.ts';
import { rangeOf, withRange } from './range.ts';

const slot: ChoiceField = { name: 'slot', aliases: [] };
const mat: ChoiceField = { name: 'mat', aliases: ['material'] };
const al = { name: 'al', aliases: ['armor_level'] };

describe('what is chosen', () => {
  it.each([
    ['', slot, [], []],
    ['slot:head x:1', slot, ['head'], []],
    ['slot:(head,chest) -slot:feet', slot, ['head', 'chest'], ['feet']],
    ['(SLOT:head or slot:feet)', slot, ['head', 'feet'], []],
    ['material:Gold', mat, ['Gold'], []],
    ['slot!=head', slot, [], []],
    ['(slot:head or al:5)', slot, [], []],
  ])('in %j', (text, field, wanted, unwanted) => {
    expect(choiceOf(text, field)).toEqual({ wanted, unwanted });
  });

  it.each([
    ['', slot, 'head', 'slot:head'],
    ['al:>=1', slot, 'head', 'al:>=1 slot:head'],
    ['slot:head al:>=1', slot, 'chest', 'slot:(head,chest) al:>=1'],
    ['slot:(head,chest) al:>=1', slot, 'chest', 'slot:head al:>=1'],
    ['(slot:head or slot:feet)', slot, 'chest', 'slot:(head,feet,chest)'],
    ['slot:head al:>=1', slot, 'HEAD', 'al:>=1'],
    ['slot:"upper_arms"', slot, 'Upper arms', ''],
    ['-slot:(head,feet)', slot, 'head', '-slot:feet'],
    ['-slot:head', slot, 'feet', '-slot:head slot:feet'],
    ['slot:head or al:5', slot, 'feet', '(slot:head or al:5) slot:feet'],
    ['set:a', { name: 'set', aliases: [] }, "Soldier's", 'set:(a,"Soldier\'s")'],
    ['material:Gold', mat, 'Iron', 'mat:(Gold,Iron)'],
  ])('%j with %j and %s toggled', (text, field, value, want) => {
    expect(toggled(text, field, value)).toBe(want);
  });

  it.each([
    ['slot:head al:>=1 -slot:feet', 'al:>=1'],
    ['al:>=1', 'al:>=1'],
    ['slot:head', ''],
  ])('%j without it is %j', (text, want) => expect(without(text, slot)).toBe(want));

  it('toggled twice is what it was', () => {
    for (const text of ['', 'al:>=1', 'slot:head al:>=1', '(slot:feet or slot:head) x']) {
      const twice = toggled(toggled(text, slot, 'hands'), slot, 'hands');
      expect(choiceOf(twice, slot)).toEqual(choiceOf(text, slot));
    }
  });
});

describe('a range', () => {
  it.each([
    ['', null, null],
    ['al:>=220', 220, null],
    ['al>219 al<=300', 220, 300],
    ['armor_level:220..329', 220, 329],
    ['al:220..', 220, null],
    ['al:250', 250, 250],
    ['al:220..300 al:<290', 220, 289],
    ['-al:>=220', null, null],
    ['al:(1,2)', null, null],
    ['al!=5', null, null],
  ])('of %j', (text, from, to) => expect(rangeOf(text, al)).toEqual({ from, to }));

  it.each([
    ['', 220, 329, 'al:220..329'],
    ['is:armor', 220, null, 'is:armor al:>=220'],
    ['al:>=1 is:armor', null, 300, 'al:<=300 is:armor'],
    ['al>1 is:armor al<9', 2, 3, 'al:2..3 is:armor'],
    ['al>1 is:armor al<9', null, null, 'is:armor'],
    ['is:armor', null, null, 'is:armor'],
  ])('%j becomes %s..%s', (text, from, to, want) => expect(withRange(text, al, { from, to })).toBe(want));
});
