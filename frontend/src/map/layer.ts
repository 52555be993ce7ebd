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
  protected readonly canvas: HTMLCanvasElement;
  private readonly marginShare: number;
  /** The view of the drawing, and the view that it was moved to. */
  private drawn: View | null = null;
  private seen: View | null = null;
  private ratio = 1;

  constructor(host: HTMLElement, marginShare: number) {
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    // Nothing to be seen before the first drawing, and so nothing that jumps with it.
    this.canvas.width = 0;
    this.canvas.style.position = 'absolute';
    this.canvas.style.maxWidth = 'none';
    this.marginShare = marginShare;
    host.append(this.canvas);
  }

  destroy(): void {
    this.canvas.remove();
  }

  /** The view the layer's own drawing uses: the same middle and zoom, wider by the margins. */
  protected wide(view: View): View {
    return {
      ...view,
      width: Math.round(view.width * (1 + 2 * this.marginShare)),
      height: Math.round(view.height * (1 + 2 * this.marginShare)),
    };
  }

  /** Makes the canvas ready for a drawing of a view. True if it was made anew, and so is clear. */
  protected fit(view: View, ratio: number): boolean {
    const wide = this.wide(view);
    const width = Math.round(wide.width * ratio);
    const height = Math.round(wide.height * ratio);
    const renewed = this.canvas.width !== width || this.canvas.height !== height;
    if (renewed) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${wide.width}px`;
      this.canvas.style.height = `${wide.height}px`;
      this.canvas.style.left = `${(view.width - wide.width) / 2}px`;
      this.canvas.style.top = `${(view.height - wide.height) / 2}px`;
    }
    this.ratio = ratio;
    this.drawn = view;
    this.present(this.seen ?? view);
    return renewed;
  }

  /** Moves what is drawn to where it belongs in the view. */
  present(view: View): void {
    this.seen = view;
    const drawn = this.drawn;
    if (drawn === null) return;
    const scale = view.z / drawn.z;
    // Whole device pixels: between them the compositor shows the seams of its tiles.
    const whole = (px: number) => Math.round(px * this.ratio) / this.ratio;
    const dx = whole((drawn.ew - view.ew) * view.z + (view.width - drawn.width) / 2);
    const dy = whole((view.ns - drawn.ns) * view.z + (view.height - drawn.height) / 2);
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
}

/** A layer that the page draws itself. */
export class PaintedLayer extends Layer {
  private readonly context: CanvasRenderingContext2D;

  constructor(host: HTMLElement, marginShare: number) {
    super(host, marginShare);
    const context = this.canvas.getContext('2d');
    if (context === null) throw new Error('this browser draws no canvas');
    this.context = context;
  }

  /** Draws the layer for a view. The context comes cleared and scaled to CSS pixels of the wide view. */
  draw(view: View, paint: (context: CanvasRenderingContext2D, view: View) => void): void {
    const wide = this.wide(view);
    const ratio = pixelRatio();
    this.present(view);
    if (!this.fit(view, ratio)) {
      this.context.setTransform(1, 0, 0, 1, 0, 0);
      this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(this.context, wide);
  }
}
