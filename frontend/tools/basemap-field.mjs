// Scalar fields on a square grid: noise, blur, resampling. Everything here is deterministic, so that the
// map that comes out is the same on every machine.

/** A grid of numbers, row 0 = north, column 0 = west. */
export function makeField(size, fill = 0) {
  return { size, values: new Float64Array(size * size).fill(fill) };
}

export function at(field, x, y) {
  const max = field.size - 1;
  const cx = x < 0 ? 0 : x > max ? max : x;
  const cy = y < 0 ? 0 : y > max ? max : y;
  return field.values[cy * field.size + cx];
}

/** Bilinear value at a fractional grid position. */
export function sample(field, x, y) {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const top = at(field, x0, y0) * (1 - fx) + at(field, x0 + 1, y0) * fx;
  const bottom = at(field, x0, y0 + 1) * (1 - fx) + at(field, x0 + 1, y0 + 1) * fx;
  return top * (1 - fy) + bottom * fy;
}

/** Gaussian blur, separable, cut at three sigma. */
export function blur(field, sigma) {
  const radius = Math.ceil(sigma * 3);
  const kernel = [];
  let sum = 0;
  for (let i = -radius; i <= radius; i++) {
    const w = Math.exp(-(i * i) / (2 * sigma * sigma));
    kernel.push(w);
    sum += w;
  }
  const pass = (from, dx, dy) => {
    const to = makeField(field.size);
    for (let y = 0; y < field.size; y++) {
      for (let x = 0; x < field.size; x++) {
        let v = 0;
        for (let i = -radius; i <= radius; i++) v += kernel[i + radius] * at(from, x + i * dx, y + i * dy);
        to.values[y * field.size + x] = v / sum;
      }
    }
    return to;
  };
  return pass(pass(field, 1, 0), 0, 1);
}

function hash(x, y) {
  let h = Math.imul(x, 374761393) + Math.imul(y, 668265263);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/** Value noise, 0 to 1, smooth over a distance of about one. */
export function noise(x, y) {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const sx = (x - x0) * (x - x0) * (3 - 2 * (x - x0));
  const sy = (y - y0) * (y - y0) * (3 - 2 * (y - y0));
  const top = hash(x0, y0) * (1 - sx) + hash(x0 + 1, y0) * sx;
  const bottom = hash(x0, y0 + 1) * (1 - sx) + hash(x0 + 1, y0 + 1) * sx;
  return top * (1 - sy) + bottom * sy;
}
