const CELL_PX = 48;

/** Finds the nearest of many points to a place in the picture without looking at all of them. */
export class HitGrid {
  private readonly cells = new Map<number, number[]>();
  private readonly xs: number[] = [];
  private readonly ys: number[] = [];
  private readonly ids: number[] = [];

  clear(): void {
    this.cells.clear();
    this.xs.length = 0;
    this.ys.length = 0;
    this.ids.length = 0;
  }

  add(id: number, x: number, y: number): void {
    const at = this.ids.length;
    this.ids.push(id);
    this.xs.push(x);
    this.ys.push(y);
    const key = cellKey(Math.floor(x / CELL_PX), Math.floor(y / CELL_PX));
    const cell = this.cells.get(key);
    if (cell === undefined) this.cells.set(key, [at]);
    else cell.push(at);
  }

  /** The id of the nearest point within the reach in pixels, or null. */
  nearest(x: number, y: number, reach: number): number | null {
    let best: number | null = null;
    let bestSquare = reach * reach;
    const first = (value: number) => Math.floor((value - reach) / CELL_PX);
    const last = (value: number) => Math.floor((value + reach) / CELL_PX);
    for (let cy = first(y); cy <= last(y); cy++) {
      for (let cx = first(x); cx <= last(x); cx++) {
        for (const at of this.cells.get(cellKey(cx, cy)) ?? []) {
          const square = ((this.xs[at] ?? 0) - x) ** 2 + ((this.ys[at] ?? 0) - y) ** 2;
          if (square <= bestSquare) {
            bestSquare = square;
            best = this.ids[at] ?? null;
          }
        }
      }
    }
    return best;
  }
}

function cellKey(cx: number, cy: number): number {
  return (cx + 4096) * 16384 + (cy + 4096);
}
