// Outlines of a scalar field: marching squares, joined to closed rings, simplified.

import { at } from './basemap-field.mjs';

// Which cell edges the line crosses for each of the sixteen corner patterns, as [from, to] with the higher
// side on the left. Edges: 0 top, 1 right, 2 bottom, 3 left.
const CROSSINGS = [
  [],
  [[3, 2]],
  [[2, 1]],
  [[3, 1]],
  [[1, 0]],
  [
    [3, 0],
    [1, 2],
  ],
  [[2, 0]],
  [[3, 0]],
  [[0, 3]],
  [[0, 2]],
  [
    [0, 1],
    [2, 3],
  ],
  [[0, 1]],
  [[1, 3]],
  [[1, 2]],
  [[2, 3]],
  [],
];

/**
 * Closed rings where the field crosses the level, as [[x, y], …] in grid positions. The field must be below
 * the level all along its border.
 */
export function traceRings(field, level) {
  const next = new Map();
  const points = new Map();
  const edgeKey = (x, y, edge) => {
    if (edge === 0) return `h${x},${y}`;
    if (edge === 2) return `h${x},${y + 1}`;
    if (edge === 3) return `v${x},${y}`;
    return `v${x + 1},${y}`;
  };
  const crossing = (x, y, edge) => {
    const horizontal = edge === 0 || edge === 2;
    const ax = edge === 1 ? x + 1 : x;
    const ay = edge === 2 ? y + 1 : y;
    const a = at(field, ax, ay) - level;
    const b = (horizontal ? at(field, ax + 1, ay) : at(field, ax, ay + 1)) - level;
    const t = a / (a - b);
    return horizontal ? [ax + t, ay] : [ax, ay + t];
  };
  for (let y = 0; y < field.size - 1; y++) {
    for (let x = 0; x < field.size - 1; x++) {
      const pattern =
        (at(field, x, y) > level ? 8 : 0) |
        (at(field, x + 1, y) > level ? 4 : 0) |
        (at(field, x + 1, y + 1) > level ? 2 : 0) |
        (at(field, x, y + 1) > level ? 1 : 0);
      for (const [from, to] of CROSSINGS[pattern]) {
        const key = edgeKey(x, y, from);
        next.set(key, edgeKey(x, y, to));
        if (!points.has(key)) points.set(key, crossing(x, y, from));
      }
    }
  }
  const rings = [];
  const seen = new Set();
  for (const start of next.keys()) {
    if (seen.has(start)) continue;
    const ring = [];
    for (let key = start; key !== undefined && !seen.has(key); key = next.get(key)) {
      seen.add(key);
      ring.push(points.get(key));
    }
    if (ring.length > 3) rings.push(ring);
  }
  return rings;
}

/** The enclosed area, always positive. */
export function area(ring) {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const [x0, y0] = ring[i];
    const [x1, y1] = ring[(i + 1) % ring.length];
    sum += x0 * y1 - x1 * y0;
  }
  return Math.abs(sum) / 2;
}

function distance([px, py], [ax, ay], [bx, by]) {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

function simplifyLine(line, tolerance) {
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const stack = [[0, line.length - 1]];
  while (stack.length > 0) {
    const [first, last] = stack.pop();
    let worst = 0;
    let worstAt = -1;
    for (let i = first + 1; i < last; i++) {
      const d = distance(line[i], line[first], line[last]);
      if (d > worst) {
        worst = d;
        worstAt = i;
      }
    }
    if (worst > tolerance) {
      keep[worstAt] = 1;
      stack.push([first, worstAt], [worstAt, last]);
    }
  }
  return line.filter((_, i) => keep[i] === 1);
}

/** Douglas–Peucker on a closed ring: no point of it moves by more than the tolerance. */
export function simplifyRing(ring, tolerance) {
  let far = 0;
  for (let i = 1; i < ring.length; i++) {
    if (
      Math.hypot(ring[i][0] - ring[0][0], ring[i][1] - ring[0][1]) >
      Math.hypot(ring[far][0] - ring[0][0], ring[far][1] - ring[0][1])
    )
      far = i;
  }
  const there = simplifyLine(ring.slice(0, far + 1), tolerance);
  const back = simplifyLine([...ring.slice(far), ring[0]], tolerance);
  return [...there.slice(0, -1), ...back.slice(0, -1)];
}
