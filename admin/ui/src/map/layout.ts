/** A box of the map, with its size in pixels. */
export interface Box {
  key: string;
  width: number;
  height: number;
}

/** From a box that refers to another, at a height within it. */
export interface Line {
  from: string;
  to: string;
  /** Where it leaves, in pixels below the box's top. */
  at: number;
  /** Both may have many: it bends no column. */
  loose: boolean;
}

export interface Placed extends Box {
  x: number;
  y: number;
}

const GAP_X = 96;
const GAP_Y = 28;
/** Columns grow no higher than this, but beside themselves. */
const MOST_HEIGHT = 1400;
const SWEEPS = 8;

/**
 * Puts boxes into columns, so that each stands to the right of those that it refers to, and orders the columns so that
 * lines cross little. The same boxes and lines always give the same picture; no two boxes touch.
 */
export function layOut(boxes: readonly Box[], lines: readonly Line[]): Map<string, Placed> {
  const known = new Map(boxes.map((box) => [box.key, box]));
  const bound = lines.filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
  const columns = columnsOf(boxes, bound);
  order(columns, bound);

  const placed = new Map<string, Placed>();
  let x = 0;
  for (const column of columns.flatMap(split)) {
    const height = column.reduce((sum, box) => sum + box.height + GAP_Y, -GAP_Y);
    let y = -height / 2;
    for (const box of column) {
      placed.set(box.key, { ...box, x, y });
      y += box.height + GAP_Y;
    }
    x += Math.max(...column.map((box) => box.width)) + GAP_X;
  }
  return placed;
}

/** How many references deep a box stands; a reference that closes a circle counts for nothing. */
function columnsOf(boxes: readonly Box[], lines: readonly Line[]): Box[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to, loose } of lines) {
    if (!loose) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const depth = new Map<string, number>();
  const open = new Set<string>();
  const depthOf = (key: string): number => {
    const done = depth.get(key);
    if (done !== undefined) return done;
    if (open.has(key)) return -1;
    open.add(key);
    const deepest = Math.max(-1, ...(targets.get(key) ?? []).map(depthOf)) + 1;
    open.delete(key);
    depth.set(key, deepest);
    return deepest;
  };
  const columns: Box[][] = [];
  for (const box of boxes) {
    const at = depthOf(box.key);
    while (columns.length <= at) columns.push([]);
    columns[at]?.push(box);
  }
  return columns.filter((column) => column.length > 0);
}

/** Brings each box near the middle of those that it is bound to, to and fro. */
function order(columns: Box[][], lines: readonly Line[]): void {
  const near = new Map<string, string[]>();
  for (const { from, to } of lines) {
    near.set(from, [...(near.get(from) ?? []), to]);
    near.set(to, [...(near.get(to) ?? []), from]);
  }
  const rank = new Map<string, number>();
  const number = (column: Box[]) => {
    for (const [i, box] of column.entries()) rank.set(box.key, (i + 0.5) / column.length);
  };
  for (const column of columns) number(column);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const middle = new Map(
        column.map((box) => {
          const ranks = (near.get(box.key) ?? []).map((key) => rank.get(key) ?? 0.5);
          const own = rank.get(box.key) ?? 0.5;
          return [box.key, ranks.length === 0 ? own : ranks.reduce((a, b) => a + b, 0) / ranks.length];
        }),
      );
      column.sort((a, b) => (middle.get(a.key) ?? 0) - (middle.get(b.key) ?? 0));
      number(column);
    }
  }
}

/** A column in several beside each other, where it would be too high. */
function split(column: Box[]): Box[][] {
  const parts: Box[][] = [];
  let height = Number.POSITIVE_INFINITY;
  for (const box of column) {
    if (height + box.height > MOST_HEIGHT) {
      parts.push([]);
      height = 0;
    }
    parts.at(-1)?.push(box);
    height += box.height + GAP_Y;
  }
  return parts;
}

/** The curve of a line between two boxes. */
export function curve(line: Line, from: Placed, to: Placed): string {
  const y1 = from.y + line.at;
  const y2 = to.y + 16;
  if (line.from === line.to) {
    const x = from.x + from.width;
    const end = Math.abs(y1 - y2) < 12 ? y1 + 36 : y2;
    return `M${x} ${y1}C${x + 44} ${y1} ${x + 44} ${end} ${x} ${end}`;
  }
  const leftwards = to.x < from.x;
  const same = to.x === from.x;
  const x1 = leftwards ? from.x : from.x + from.width;
  const x2 = leftwards || same ? to.x + to.width : to.x;
  const bend = same ? 60 : Math.max(40, Math.abs(x1 - x2) / 2);
  const [c1, c2] = same
    ? [x1 + bend, x2 + bend]
    : leftwards
      ? [x1 - bend, x2 + bend]
      : [x1 + bend, x2 - bend];
  return `M${x1} ${y1}C${c1} ${y1} ${c2} ${y2} ${x2} ${y2}`;
}

/** What all boxes take together, with a margin. */
export function extent(placed: Iterable<Placed>): { x: number; y: number; width: number; height: number } {
  const all = [...placed];
  const x = Math.min(0, ...all.map((box) => box.x));
  const y = Math.min(0, ...all.map((box) => box.y));
  const right = Math.max(100, ...all.map((box) => box.x + box.width));
  const bottom = Math.max(100, ...all.map((box) => box.y + box.height));
  const margin = 48;
  return { x: x - margin, y: y - margin, width: right - x + 2 * margin, height: bottom - y + 2 * margin };
}
