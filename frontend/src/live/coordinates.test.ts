import { describe, expect, it } from 'vitest';
import {
  compassPoint,
  formatCoordinates,
  isIndoors,
  landblockAt,
  landblockEdges,
  parseCoordinates,
} from './coordinates.ts';

describe('formatCoordinates', () => {
  it.each([
    [33.61, 42.1, '42.1N 33.6E'],
    [-1.8, -21.5, '21.5S 1.8W'],
    [0, 0, '0.0N 0.0E'],
    [-0.04, -0.04, '0.0N 0.0E'],
    [-0.06, 0.05, '0.1N 0.1W'],
  ])('writes %d, %d as the game does', (ew, ns, text) => {
    expect(formatCoordinates(ew, ns)).toBe(text);
  });
});

describe('landblockAt', () => {
  it.each([
    [33.6, 42.1, 'A9B4'],
    [-101.95, -101.95, '0000'],
    [102.04, 102.04, 'FEFE'],
  ])('knows the block under %d, %d', (ew, ns, block) => {
    expect(landblockAt(ew, ns)).toBe(block);
  });

  it('knows none off the world', () => {
    expect(landblockAt(102.06, 0)).toBeNull();
    expect(landblockAt(0, -102)).toBeNull();
    expect(landblockAt(Number.NaN, 0)).toBeNull();
  });
});

describe('isIndoors', () => {
  it.each([
    [0xa9b40019, false],
    [0xa9b40040, false],
    [0xa9b40100, true],
    [0x01c90105, true],
    [null, false],
  ])('of cell %s is %s', (cell, indoors) => {
    expect(isIndoors(cell)).toBe(indoors);
  });
});

describe('compassPoint', () => {
  it.each([
    [0, 1, 'N'],
    [1, 1, 'NE'],
    [1, 0, 'E'],
    [1, -1, 'SE'],
    [0, -1, 'S'],
    [-1, -1, 'SW'],
    [-1, 0, 'W'],
    [-1, 1, 'NW'],
    [-0.01, 1, 'N'],
    [-0.01, -1, 'S'],
  ])('of %d east, %d north is %s', (dEw, dNs, point) => {
    expect(compassPoint(dEw, dNs)).toBe(point);
  });
});

describe('parseCoordinates', () => {
  it.each([
    ['42.1N 33.6E', { ew: 33.6, ns: 42.1 }],
    ['42.1n,33.6w', { ew: -33.6, ns: 42.1 }],
    ['33.6E 42S', { ew: 33.6, ns: -42 }],
    ['42.1N', null],
    ['42.1N 33.6N', null],
    ['Holtburg', null],
  ])('reads %s', (text, expected) => {
    expect(parseCoordinates(text)).toEqual(expected);
  });
});

describe('landblockEdges', () => {
  it('are the borders at which the number changes', () => {
    const edges = landblockEdges(33, 35);
    expect(edges.map((ew) => ew.toFixed(2))).toEqual(['33.25', '34.05', '34.85']);
    for (const ew of edges) expect(landblockAt(ew - 0.01, 0)).not.toBe(landblockAt(ew + 0.01, 0));
  });

  it('end at the edges of the world', () => {
    expect(landblockEdges(-200, 200)).toHaveLength(256);
    expect(landblockEdges(150, 200)).toEqual([]);
  });
});
