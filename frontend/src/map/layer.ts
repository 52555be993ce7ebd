import type { View } from './projection.ts';

/** More than two device pixels a CSS pixel triple the cost and show nothing more. */
const MOST_PIXEL_RATIO = 2;

export function pixelRatio(): number {
  return Math.min(MOST_PIXEL_RATIO, globalThis.devicePixelRatio || 1);
}

/**
 * One canvas of the map. It reaches over the edges of the picture by a margin, so that it can be moved and scaled by
 * the compositor while the view changes, and is drawn anew only when the view has settled or runs out of margin.
 */
export class Layer {
  readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly marginShare: number;
  private drawn: View | null = null;
  private ratio = 1;

  constructor(host: HTMLElement, marginShare: number) {
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.canvas.style.position = 'absolute';
    this.canvas.style.maxWidth = 'none';
    this.marginShare = marginShare;
    const context = this.canvas.getContext('2d');
    if (context === null) throw new Error('this browser draws no canvas');
    this.context = context;
    host.append(this.canvas);
  }

  /** The view the layer's own drawing uses: the same middle and zoom, wider by the margins. */
  private wide(view: View): View {
    return {
      ...view,
      width: Math.round(view.width * (1 + 2 * this.marginShare)),
      height: Math.round(view.height * (1 + 2 * this.marginShare)),
    };
  }

  /** Draws the layer for a view. The context comes cleared and scaled to CSS pixels of the wide view. */
  draw(view: View, paint: (context: CanvasRenderingContext2D, view: View, ratio: number) => void): void {
    const wide = this.wide(view);
    const ratio = pixelRatio();
    const width = Math.round(wide.width * ratio);
    const height = Math.round(wide.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${wide.width}px`;
      this.canvas.style.height = `${wide.height}px`;
      this.canvas.style.left = `${(view.width - wide.width) / 2}px`;
      this.canvas.style.top = `${(view.height - wide.height) / 2}px`;
    } else {
      this.context.setTransform(1, 0, 0, 1, 0, 0);
      this.context.clearRect(0, 0, width, height);
    }
    this.ratio = ratio;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(this.context, wide, ratio);
    this.drawn = view;
    this.canvas.style.transform = '';
  }

  /** Moves what is drawn to where it belongs in the view. */
  present(view: View): void {
    const drawn = this.drawn;
    if (drawn === null) return;
    const scale = view.z / drawn.z;
    // Whole device pixels: between them the compositor shows the seams of its tiles.
    const dx = Math.round((drawn.ew - view.ew) * view.z * this.ratio) / this.ratio;
    const dy = Math.round((view.ns - drawn.ns) * view.z * this.ratio) / this.ratio;
    this.canvas.style.transform =
      scale === 1 && dx === 0 && dy === 0 ? '' : `translate(${dx}px, ${dy}px) scale(${scale})`;
  }

  /** What it would take to be right again: nothing, a drawing when there is time, or one now. */
  staleness(view: View): 'fresh' | 'stale' | 'empty' {
    const drawn = this.drawn;
    if (drawn === null || drawn.width !== view.width || drawn.height !== view.height) return 'empty';
    if (this.ratio !== pixelRatio()) return 'empty';
    const scale = view.z / drawn.z;
    const dx = Math.abs(drawn.ew - view.ew) * view.z;
    const dy = Math.abs(view.ns - drawn.ns) * view.z;
    const room = this.marginShare * 0.9;
    if (scale < 0.8 || scale > 1.9) return 'empty';
    if (dx > room * view.width || dy > room * view.height) return 'empty';
    if (Math.abs(scale - 1) > 1e-6) return 'stale';
    return dx > room * view.width * 0.6 || dy > room * view.height * 0.6 ? 'stale' : 'fresh';
  }

  forget(): void {
    this.drawn = null;
  }
}
