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

export function rowWindow(rows: number, rowPx: number, scrolledPx: number, heightPx: number): RowWindow {
  const first = Math.max(0, Math.min(rows, Math.floor(scrolledPx / rowPx) - SPARE_ROWS));
  const end = Math.min(rows, Math.ceil((scrolledPx + heightPx) / rowPx) + SPARE_ROWS);
  return {
    first,
    end: Math.max(first, end),
    beforePx: first * rowPx,
    afterPx: Math.max(0, rows - end) * rowPx,
  };
}
