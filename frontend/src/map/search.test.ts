import { describe, expect, it } from 'vitest';
import { readCentre, readMapSearch, writeCentre, writeZoom } from './search.ts';

describe('readMapSearch', () => {
  it.each([
    [{}, {}],
    [
      { c: '33.6,42.1', z: 24, sel: 'Aldra', follow: 1, q: 'is:hunting' },
      { c: '33.6,42.1', z: 24, sel: 'Aldra', follow: 1, q: 'is:hunting' },
    ],
    [{ c: 'somewhere', z: 'near', sel: '', follow: 'yes' }, {}],
    [{ c: '333,1', z: -4 }, {}],
    [{ sel: 123 }, { sel: '123' }],
    [{ follow: 1 }, {}],
    [{ layers: 'heat,trails,x' }, { layers: 'trails,heat' }],
    [{ layers: 'trails' }, {}],
    [{ layers: 'none' }, { layers: 'none' }],
    [{ layers: 7 }, {}],
  ])('makes of %j %j', (raw, search) => {
    expect(readMapSearch(raw)).toEqual(search);
  });
});

it('writes a middle that it reads again', () => {
  expect(writeCentre(33.6149, -0.001)).toBe('33.61,0');
  expect(readCentre(writeCentre(-101.95, 102.05))).toEqual({ ew: -101.95, ns: 102.05 });
});

it('writes a zoom shortly', () => {
  expect(writeZoom(4.283_19)).toBe(4.28);
});
