import { expect, test } from 'vitest';
import { raresCsv } from './raresCsv.ts';

test('a rare is a line; what is unknown of it is empty', () => {
  const rare = { timestamp: '2026-06-24T17:50:02Z', name: "Hunter's Crystal", character_name: 'Mule, 07' };
  const places = [{ name: 'Holtburg', kind: 'town' as const, ew: 33.6, ns: 42.1 }];
  expect(
    raresCsv(
      [
        { ...rare, tier: 'common', ew: 33.61, ns: 42.1, z: null },
        { ...rare, tier: null, ew: null, ns: null, z: null },
      ],
      places,
    ).split('\r\n'),
  ).toEqual([
    'Time,Rare,Tier,Finder,Near,Coordinates',
    '2026-06-24T17:50:02Z,Hunter\'s Crystal,common,"Mule, 07",Holtburg,42.1N 33.6E',
    '2026-06-24T17:50:02Z,Hunter\'s Crystal,,"Mule, 07",,',
    '',
  ]);
});
