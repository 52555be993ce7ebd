/** A run of rows to render, and the room that those before and after it take. */
export interface RowWindow {
  first: number;
  /** One past the last. */
  end: number;
  beforePx: number;
  afterPx: number;
}

/** Rows rendered beyond each edge, so that a quick scroll shows no hole. */
const SPARE_ROWS = 8;
/** Lists up to this long are rendered whole. */
const WHOLE_ROWS = 100;

export function rowWindow(rows: number, rowPx: number, scrolledPx: number, heightPx: number): RowWindow {
  if (rows <= WHOLE_ROWS || rowPx <= 0) return { first: 0, end: rows, beforePx: 0, afterPx: 0 };
  const first = Math.max(0, Math.min(rows, Math.floor(scrolledPx / rowPx) - SPARE_ROWS));
  const end = Math.max(first, Math.min(rows, Math.ceil((scrolledPx + heightPx) / rowPx) + SPARE_ROWS));
  return { first, end, beforePx: first * rowPx, afterPx: (rows - end) * rowPx };
}
