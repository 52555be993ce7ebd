import { describe, expect, test } from 'vitest';
import {
  commonTier,
  grouped,
  meets,
  OTHER_GROUP,
  PRESETS,
  readWish,
  type Wish,
  wishName,
  withFamilies,
  withWish,
} from './cantrips.ts';

const strength: Wish = { family: 'Strength', tier: 'epic', must: false, weight: 1 };

test.each([
  ['Epic Strength', strength],
  [' legendary  Magic Resistance ', { ...strength, family: 'Magic Resistance', tier: 'legendary' }],
  ['Strength', null],
  ['Epic', null],
  ['', null],
])('"%s" as a wish', (text, wish) => {
  expect(readWish(text)).toEqual(wish);
  if (wish !== null) expect(readWish(wishName(wish as Wish))).toEqual(wish);
});

test('families stand in their groups, those of none at the end', () => {
  const families = ['Fealty', 'Acid Ward', 'Strength', 'Bludgeon Ward / Bludgeoning Ward', 'Cooking Prowess'];
  expect(grouped(families.map((name) => ({ name })))).toEqual([
    { label: 'Attributes', families: [{ name: 'Strength' }] },
    { label: 'Wards', families: [{ name: 'Acid Ward' }, { name: 'Bludgeon Ward / Bludgeoning Ward' }] },
    { label: OTHER_GROUP, families: [{ name: 'Cooking Prowess' }, { name: 'Fealty' }] },
  ]);
});

describe('wishes', () => {
  test('a preset adds what is missing at the tier, and leaves the rest', () => {
    const major: Wish = { ...strength, tier: 'major', must: true };
    const wards = PRESETS.find(({ label }) => label === 'All attributes')?.families ?? [];
    const wishes = withFamilies([major], wards, 'legendary');
    expect(wishes).toHaveLength(6);
    expect(wishes[0]).toBe(major);
    expect(wishes.slice(1).every(({ tier, must }) => tier === 'legendary' && !must)).toBe(true);
    expect(withFamilies(wishes, wards, 'epic')).toEqual(wishes);
  });

  test('one is added, changed and taken away', () => {
    const added = withWish([], 'Strength', {});
    expect(added).toEqual([strength]);
    const changed = withWish(added, 'Strength', { tier: 'minor', must: true });
    expect(changed).toEqual([{ ...strength, tier: 'minor', must: true }]);
    expect(withWish(changed, 'Strength', null)).toEqual([]);
  });

  test.each<[string, Wish[], Wish['tier'] | null]>([
    ['none', [], null],
    ['one', [strength], 'epic'],
    ['several', [strength, { ...strength, family: 'Focus', tier: 'major' }], null],
  ])('the tier of %s', (_, wishes, tier) => {
    expect(commonTier(wishes)).toBe(tier);
  });

  test.each([
    ['Strength', 'epic', true],
    ['Strength', 'Legendary', true],
    ['Strength', 'major', false],
    ['Focus', 'epic', false],
    ['Strength', 'moderate', false],
  ])('%s of tier %s meets Epic Strength: %s', (name, tier, met) => {
    expect(meets(strength, { name, tier })).toBe(met);
  });
});
