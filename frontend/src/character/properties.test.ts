import { describe, expect, it } from 'vitest';
import { liftsOf } from './lift.ts';
import { AUGMENTATIONS, AURAS, masteryFacts, propertyLines, RATINGS } from './properties.ts';

describe('propertyLines', () => {
  it('keeps the table’s order, without what is 0 or not known', () => {
    const lines = propertyLines({ 313: 12, 307: 4, 308: 0, 316: null, 25: 275 }, RATINGS);
    expect(lines.map(({ label, value }) => [label, value])).toEqual([
      ['Damage', 4],
      ['Critical', 12],
    ]);
  });

  it('has every number in one table only', () => {
    const ids = [...RATINGS, ...AUGMENTATIONS, ...AURAS].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it.each([
  [{ 354: 2, 362: 3, 322: 5 }, ['Sword', 'Naturalist', 'blue, red']],
  [{ 354: 99, 322: 0 }, []],
  [{}, []],
])('the masteries of %j are %j', (properties, words) => {
  expect(masteryFacts(properties).map(({ value }) => value)).toEqual(words);
});

it('counts the strongest cantrip of a family, and none that acts on no skill', () => {
  const cantrip = (name: string, family: number, tier: string) => ({
    spell_id: 1,
    name,
    family,
    tier,
    item_id: 1,
  });
  const lifts = liftsOf([
    cantrip('Epic Strength', 261, 'epic'),
    cantrip('Legendary Strength', 261, 'Legendary'),
    cantrip('Major Sprint', 369, 'major'),
    cantrip('Legendary Acid Ward', 285, 'legendary'),
  ]);
  expect([...lifts]).toEqual([
    ['strength', { by: 35, tier: 'legendary' }],
    ['run', { by: 15, tier: 'major' }],
  ]);
});
