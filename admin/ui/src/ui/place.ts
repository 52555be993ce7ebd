interface Size {
  width: number;
  height: number;
}

const GAP_PX = 4;
const EDGE_PX = 8;

/**
 * Where a popover goes: under its anchor and flush with the given side of it, above it where there is no room below,
 * and never out of the screen.
 */
export function place(
  anchor: { left: number; right: number; top: number; bottom: number },
  popover: Size,
  screen: Size,
  side: 'start' | 'end' = 'start',
): { left: number; top: number } {
  const wanted = side === 'end' ? anchor.right - popover.width : anchor.left;
  const left = Math.max(EDGE_PX, Math.min(wanted, screen.width - popover.width - EDGE_PX));
  const below = anchor.bottom + GAP_PX;
  const above = anchor.top - GAP_PX - popover.height;
  const fits = below + popover.height <= screen.height - EDGE_PX;
  if (fits) return { left, top: below };
  if (above >= EDGE_PX) return { left, top: above };
  return { left, top: Math.max(EDGE_PX, screen.height - popover.height - EDGE_PX) };
}

/** The entry of a menu or list that a key leads to, or undefined where the key means nothing. */
export function nextIndex(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return at <= 0 ? count - 1 : at - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
