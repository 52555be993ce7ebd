interface Size {
  width: number;
  height: number;
}

const gap = 4;
const edge = 8;

/** Where a menu goes: under its button and flush with its right side, above it where there is no room below. */
export function placeBelow(
  button: { left: number; right: number; top: number; bottom: number },
  menu: Size,
  screen: Size,
): { left: number; top: number } {
  const left = Math.max(edge, Math.min(button.right - menu.width, screen.width - menu.width - edge));
  const below = button.bottom + gap;
  const above = button.top - gap - menu.height;
  const fits = below + menu.height <= screen.height - edge;
  return { left, top: fits || above < edge ? below : above };
}

/** The entry that a key leads to, or undefined where the key means nothing. */
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
