import type { WorldFile } from '../live/world.ts';
import type { LandMessage, LandOrder } from './land.worker.ts';
import { Layer, pixelRatio } from './layer.ts';
import type { View } from './projection.ts';

/** The land, drawn by a worker, so that the page stays quick meanwhile; until a picture comes the last one is moved. */
export class LandLayer extends Layer {
  private readonly context: ImageBitmapRenderingContext;
  private readonly worker: Worker;
  /** What the worker is at. */
  private asked: { view: View; ratio: number } | null = null;
  /** What has been drawn, or is being drawn, is not what is to be seen. */
  private forgotten = false;

  /** `onFailed` is called when the worker cannot be had. */
  constructor(host: HTMLElement, marginShare: number, onFailed: () => void) {
    super(host, marginShare);
    const context = this.canvas.getContext('bitmaprenderer');
    if (context === null) throw new Error('this browser draws no canvas');
    this.context = context;
    this.worker = new Worker(new URL('./land.worker.ts', import.meta.url), { type: 'module' });
    this.worker.onerror = onFailed;
    this.worker.onmessage = ({ data }: MessageEvent<ImageBitmap>) => this.take(data);
  }

  setWorld(world: WorldFile): void {
    this.tell({ world });
    this.forget();
  }

  /** Has the layer drawn for a view, if it has to be; `settled`: there is time for what would do for a moving view. */
  show(view: View, settled: boolean, order: Pick<LandOrder, 'theme' | 'grid'>): void {
    this.present(view);
    if (this.asked !== null) return;
    const need = this.forgotten ? 'empty' : this.staleness(view);
    if (need === 'fresh' || (need === 'stale' && !settled)) return;
    const ratio = pixelRatio();
    this.asked = { view, ratio };
    this.forgotten = false;
    this.tell({ order: { ...order, view: this.wide(view), ratio } });
  }

  forget(): void {
    this.forgotten = true;
  }

  override destroy(): void {
    super.destroy();
    this.worker.terminate();
  }

  private take(picture: ImageBitmap): void {
    if (this.asked === null) return;
    this.fit(this.asked.view, this.asked.ratio);
    this.context.transferFromImageBitmap(picture);
    this.asked = null;
  }

  private tell(message: LandMessage): void {
    this.worker.postMessage(message);
  }
}
