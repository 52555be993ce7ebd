import { makeTerrain, type Shade } from './terrain.ts';

export interface TerrainOrder {
  biomes: Uint8Array;
  blocks: number;
  shade: Shade;
}

self.onmessage = (message: MessageEvent<TerrainOrder>) => {
  const { biomes, blocks, shade } = message.data;
  const terrain = makeTerrain(biomes, blocks, shade);
  self.postMessage(terrain, { transfer: [terrain.pixels.buffer, terrain.contours.buffer] });
};
