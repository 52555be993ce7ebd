import { describe, expect, it } from 'vitest';
import { FIRST_LAYERS, type MapLayer, readLayers, toggleLayer, writeLayers } from './mapLayers.ts';

describe('the layers in the address', () => {
  it.each<[string, readonly MapLayer[] | undefined]>([
    ['trails', ['trails']],
    ['heat,trails', ['trails', 'heat']],
    ['portals,nonsense', ['portals']],
    ['none', []],
    ['nonsense', undefined],
    ['', undefined],
  ])('"%s" is read as %j', (text, layers) => {
    expect(readLayers(text)).toEqual(layers);
  });

  it('says nothing of those shown at first', () => {
    expect(writeLayers(FIRST_LAYERS)).toBeUndefined();
  });

  it.each<readonly MapLayer[]>([[], ['heat'], ['grid', 'trails'], ['trails', 'heat', 'portals', 'grid']])(
    'comes back as it went: %j',
    (...layers) => {
      const text = writeLayers(layers);
      expect(text && [...(readLayers(text) ?? [])].sort()).toEqual([...layers].sort());
    },
  );
});

it('a layer is turned on and off', () => {
  expect(toggleLayer(['trails'], 'heat')).toEqual(['trails', 'heat']);
  expect(toggleLayer(['trails', 'heat'], 'trails')).toEqual(['heat']);
});
