import type { WorldFile } from '../live/world.ts';
import { type BaseWorld, type Ground, paintBase } from './baseLayer.ts';
import { coastPath, readBiomes, readCoast } from './basemap.ts';
import { type MapTheme, mapTheme } from './mapTheme.ts';
import type { View } from './projection.ts';
import { makeTerrain, type Terrain } from './terrain.ts';

/** A picture of the land that is wanted. */
export interface LandOrder {
  view: View;
  /** Device pixels a CSS pixel. */
  ratio: number;
  theme: MapTheme['name'];
  grid: boolean;
}

/** The world comes first, once; each order is answered by an ImageBitmap. */
export type LandMessage = { world: WorldFile } | { order: LandOrder };

let world: BaseWorld | null = null;
let biomes: Uint8Array = new Uint8Array();
const grounds = new Map<string, Ground>();

function setWorld(file: WorldFile): void {
  const { lands, block, blocks } = file;
  world = { coast: coastPath(readCoast(file)), lands, block, blocks };
  biomes = readBiomes(file.biomes, blocks * blocks);
}

/** The shading of the land, made once a theme. */
function groundOf(theme: MapTheme, { blocks }: BaseWorld): Ground {
  const kept = grounds.get(theme.name);
  if (kept !== undefined) return kept;
  const made = toGround(makeTerrain(biomes, blocks, theme.shade));
  grounds.set(theme.name, made);
  return made;
}

function toGround({ pixels, size, contours }: Terrain): Ground {
  const [image, context] = canvas(size, size);
  const data = context.createImageData(size, size);
  data.data.set(pixels);
  context.putImageData(data, 0, 0);
  return { image, contours };
}

function draw({ view, ratio, theme: name, grid }: LandOrder): ImageBitmap {
  if (world === null) throw new Error('there is no world to draw yet');
  const theme = mapTheme(name);
  const [image, context] = canvas(Math.round(view.width * ratio), Math.round(view.height * ratio));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintBase(context, view, ratio, { theme, world, ground: groundOf(theme, world), grid });
  return image.transferToImageBitmap();
}

function canvas(width: number, height: number): [OffscreenCanvas, OffscreenCanvasRenderingContext2D] {
  const image = new OffscreenCanvas(width, height);
  const context = image.getContext('2d');
  if (context === null) throw new Error('this browser draws no canvas');
  return [image, context];
}

self.onmessage = ({ data }: MessageEvent<LandMessage>) => {
  if ('world' in data) {
    setWorld(data.world);
    return;
  }
  const picture = draw(data.order);
  self.postMessage(picture, { transfer: [picture] });
};
