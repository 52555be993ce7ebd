import { expect, it } from 'vitest';
import { cantripLines } from './cantrips.ts';

const cantrip = (name: string, family: number | null, tier: string, item_id = 1) => ({
  spell_id: 6107,
  name,
  family,
  tier,
  item_id,
});
const shown = (cantrips: ReturnType<typeof cantrip>[]) =>
  cantripLines(cantrips).map(({ name, wasted }) => `${name}${wasted ? ' wasted' : ''}`);

it('counts the strongest of a family and calls the others wasted', () => {
  expect(
    shown([
      cantrip('Epic Strength', 261, 'epic'),
      cantrip('Legendary Strength', 261, 'legendary'),
      cantrip('Minor Focus', 269, 'minor'),
      cantrip('Legendary Strength', 261, 'legendary', 2),
    ]),
  ).toEqual(['Legendary Strength', 'Legendary Strength wasted', 'Epic Strength wasted', 'Minor Focus']);
});

it('knows that impenetrability holds on each piece', () => {
  expect(
    shown([cantrip('Epic Impenetrability', 391, 'epic'), cantrip('Epic Impenetrability', 391, 'epic', 2)]),
  ).toEqual(['Epic Impenetrability', 'Epic Impenetrability']);
});

it('reads the tier from the name where it is not told, and has a name for every spell', () => {
  expect(
    shown([cantrip('Major Armor', null, ''), cantrip('', null, ''), cantrip('Epic Armor', null, '')]),
  ).toEqual(['Epic Armor', 'Major Armor', 'Spell 6107']);
});
