/** Where the words go: beside their marker, never over another word or marker; some give way. */

/** Places round the anchor, tried in this order. */
export const SIDES = ['right', 'left', 'above', 'below'] as const;
export type Side = (typeof SIDES)[number];

export interface LabelWish {
  key: string;
  /** The anchor in pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** Half the size of the marker at the anchor, which the label keeps clear of; 0 for none. */
  clear: number;
  /** Higher goes first. */
  priority: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const CELL = 64;
const GAP = 4;
const UPRIGHT_GAP = 2;
/** Labels keep this far from each other. */
const AIR = 1;

export function labelBox(wish: LabelWish, side: Side): Box {
  const { x, y, width, height, clear } = wish;
  let left = x - width / 2;
  let top = y - height / 2;
  if (side === 'right') left = x + clear + GAP;
  else if (side === 'left') left = x - clear - GAP - width;
  else if (side === 'above') top = y - clear - UPRIGHT_GAP - height;
  else top = y + clear + UPRIGHT_GAP;
  return { left, top, right: left + width, bottom: top + height };
}

/** The pieces of the picture that are taken, in a coarse grid. */
export class Occupancy {
  private readonly cells = new Map<number, Box[]>();

  add(box: Box): void {
    this.each(box, (cell) => {
      cell.push(box);
      return false;
    });
  }

  hits(box: Box): boolean {
    return this.each(box, (cell) => cell.some((other) => overlaps(box, other)));
  }

  private each(box: Box, visit: (cell: Box[]) => boolean): boolean {
    for (let cy = Math.floor(box.top / CELL); cy <= Math.floor(box.bottom / CELL); cy++) {
      for (let cx = Math.floor(box.left / CELL); cx <= Math.floor(box.right / CELL); cx++) {
        const key = (cx + 4096) * 16384 + (cy + 4096);
        let cell = this.cells.get(key);
        if (cell === undefined) {
          cell = [];
          this.cells.set(key, cell);
        }
        if (visit(cell)) return true;
      }
    }
    return false;
  }
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right + AIR && b.left < a.right + AIR && a.top < b.bottom + AIR && b.top < a.bottom + AIR;
}

/**
 * Chooses a side for each label, the most important first; a label without room is not in the answer. The side a
 * label had last time is tried first, so that nothing hops about. Markers are kept clear of: other labels than their
 * own do not cover them, unless the label's priority is at least `over`. Nothing goes on the reserved pieces.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  before: ReadonlyMap<string, Side>,
  over = Infinity,
  reserved: readonly Box[] = [],
): Map<string, Side> {
  const taken = new Occupancy();
  for (const box of reserved) taken.add(box);
  const markers = new Occupancy();
  for (const { x, y, clear } of wishes) {
    if (clear > 0) markers.add({ left: x - clear, top: y - clear, right: x + clear, bottom: y + clear });
  }
  const placed = new Map<string, Side>();
  const order = [...wishes].sort((a, b) => b.priority - a.priority || (a.key < b.key ? -1 : 1));
  for (const wish of order) {
    const last = before.get(wish.key);
    const sides = last === undefined ? SIDES : [last, ...SIDES.filter((side) => side !== last)];
    for (const side of sides) {
      const box = labelBox(wish, side);
      if (taken.hits(box) || (wish.priority < over && markers.hits(box))) continue;
      taken.add(box);
      placed.set(wish.key, side);
      break;
    }
  }
  return placed;
}
