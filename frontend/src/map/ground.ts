import type { Ground } from './baseLayer.ts';
import type { Shade, Terrain } from './terrain.ts';
import type { TerrainOrder } from './terrain.worker.ts';

/** Has the terrain drawn by a worker, once a theme, so that the page stays quick meanwhile. */
export class GroundMaker {
  private biomes: Uint8Array | null = null;
  private blocks = 0;
  private worker: Worker | null = null;
  private readonly kept = new Map<string, Ground>();

  setWorld(biomes: Uint8Array, blocks: number): void {
    this.biomes = biomes;
    this.blocks = blocks;
    this.kept.clear();
  }

  /** Calls back with the ground of a theme; only the last one asked for is delivered. */
  make(theme: string, shade: Shade, done: (ground: Ground) => void): void {
    this.stop();
    const kept = this.kept.get(theme);
    if (kept !== undefined) {
      done(kept);
      return;
    }
    if (this.biomes === null) return;
    const worker = new Worker(new URL('./terrain.worker.ts', import.meta.url), { type: 'module' });
    this.worker = worker;
    worker.onmessage = (message: MessageEvent<Terrain>) => {
      this.stop();
      const ground = toGround(message.data);
      if (ground === null) return;
      this.kept.set(theme, ground);
      done(ground);
    };
    // Without a worker the land stays one colour; that is a map still.
    worker.onerror = () => this.stop();
    worker.postMessage({ biomes: this.biomes, blocks: this.blocks, shade } satisfies TerrainOrder);
  }

  stop(): void {
    this.worker?.terminate();
    this.worker = null;
  }
}

function toGround({ pixels, size, contours }: Terrain): Ground | null {
  const image = document.createElement('canvas');
  image.width = size;
  image.height = size;
  const context = image.getContext('2d');
  if (context === null) return null;
  const data = context.createImageData(size, size);
  data.data.set(pixels);
  context.putImageData(data, 0, 0);
  return { image, contours };
}
