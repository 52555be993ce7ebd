interface Box {
  left: number;
  right: number;
  top: number;
}

interface Size {
  width: number;
  height: number;
}

const GAP_PX = 12;
const EDGE_PX = 8;

/** Where a popup goes: to the right of what it is about, or to its left, or as near as the screen lets it. */
export function placeBeside(anchor: Box, popup: Size, screen: Size): { left: number; top: number } {
  const right = anchor.right + GAP_PX;
  const left = anchor.left - GAP_PX - popup.width;
  const most = screen.width - popup.width - EDGE_PX;
  const beside = right <= most ? right : left >= EDGE_PX ? left : most;
  const top = Math.min(anchor.top - GAP_PX, screen.height - popup.height - EDGE_PX);
  return { left: Math.max(EDGE_PX, beside), top: Math.max(EDGE_PX, top) };
}
