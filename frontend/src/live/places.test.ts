import { describe, expect, it } from 'vitest';
import {
  describePosition,
  formatOffset,
  nearestPlace,
  type Place,
  placeNamed,
  townDistance,
} from './places.ts';

const places: Place[] = [
  { name: 'Holtburg', kind: 'town', ew: 33.6, ns: 42.1 },
  { name: 'Colier', kind: 'settlement', ew: 37.7, ns: 57.1 },
  { name: 'Heartland', kind: 'region', ew: 37.2, ns: 22.6 },
];

describe('nearestPlace', () => {
  it('tells the distance and the side', () => {
    const nearby = nearestPlace(places, 39.2, 47.4);
    expect(nearby?.place.name).toBe('Holtburg');
    expect(nearby && formatOffset(nearby)).toBe('7.7 NE');
  });

  it('is never near to a region, however close its middle is', () => {
    expect(nearestPlace(places, 37.2, 22.6)?.place.name).toBe('Holtburg');
  });

  it('leaves distance and side out where one is there', () => {
    const nearby = nearestPlace(places, 33.7, 42.0);
    expect(nearby && formatOffset(nearby)).toBe('');
    expect(describePosition(nearby, 33.7, 42.0)).toBe('Holtburg');
  });

  it('has no answer without places, and coordinates stand in', () => {
    expect(nearestPlace([], 1, 2)).toBeNull();
    expect(describePosition(null, 1, 2)).toBe('2.0N 1.0E');
  });

  it('says the town of two names for one spot', () => {
    const twins: Place[] = [
      { name: 'Outpost', kind: 'outpost', ew: 1, ns: 1 },
      { name: 'Town', kind: 'town', ew: 1, ns: 1 },
    ];
    expect(nearestPlace(twins, 1, 1)?.place.name).toBe('Town');
  });
});

describe('townDistance', () => {
  it('counts towns only', () => {
    expect(townDistance(places, 37.7, 57.1)).toBeCloseTo(15.55, 1);
    expect(townDistance([], 0, 0)).toBe(Infinity);
  });
});

describe('placeNamed', () => {
  it.each([
    { words: 'holtburg', found: 'Holtburg' },
    { words: ' Heartland ', found: 'Heartland' },
    { words: 'co', found: 'Colier' },
    { words: 'burg', found: undefined },
    { words: '  ', found: undefined },
  ])('"$words" is $found', ({ words, found }) => {
    expect(placeNamed(places, words)?.name).toBe(found);
  });
});
