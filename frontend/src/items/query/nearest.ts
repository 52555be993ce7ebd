/** The known word that was probably meant; undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const longest = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let least = longest + 1;
  for (const one of known) {
    const steps = distance(wanted, one.toLowerCase(), least);
    if (steps < least) {
      least = steps;
      best = one;
    }
  }
  return best ?? known.find((one) => wanted.length > 1 && one.toLowerCase().startsWith(wanted));
}

/** How many letters are to be put in, left out, changed or swapped with the next; `most` and more count as `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) >= most) return most;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = at(rows, i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let steps = Math.min(change, at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        steps = Math.min(steps, at(rows, i - 2, j - 2) + 1);
      }
      row.push(steps);
    }
    rows.push(row);
  }
  return Math.min(most, at(rows, a.length, b.length));
}

function at(rows: readonly number[][], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}
