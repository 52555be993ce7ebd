/**
 * The button that a key leads to in a grid whose cells, row by row, hold buttons by number or none (-1); null where the
 * key means nothing or leads nowhere. Up and down pass over holes.
 */
export function nextCell(
  key: string,
  cells: readonly number[],
  from: number,
  columns: number,
): number | null {
  const last = cells.reduce((most, button) => Math.max(most, button), -1);
  switch (key) {
    case 'ArrowRight':
      return from < last ? from + 1 : null;
    case 'ArrowLeft':
      return from > 0 ? from - 1 : null;
    case 'Home':
      return last < 0 ? null : 0;
    case 'End':
      return last < 0 ? null : last;
    case 'ArrowDown':
    case 'ArrowUp': {
      const step = key === 'ArrowDown' ? columns : -columns;
      for (let at = cells.indexOf(from) + step; at >= 0 && at < cells.length; at += step) {
        const button = cells[at];
        if (button !== undefined && button >= 0) return button;
      }
      return null;
    }
    default:
      return null;
  }
}
