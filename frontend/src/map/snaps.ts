export type Snap = 'peek' | 'half' | 'full';

const PEEK_PX = 132;
/** The search stays in sight over a full sheet. */
const TOP_PX = 72;
const FLING_PX = 40;

export type SnapHeights = Record<Snap, number>;

export function snapHeights(room: number): SnapHeights {
  const full = Math.max(PEEK_PX, room - TOP_PX);
  return { peek: Math.min(PEEK_PX, full), half: Math.min(full, Math.round(room * 0.52)), full };
}

/** Where a sheet let go at that height comes to rest. `pulled` is how far it was drawn up; a clear pull goes on. */
export function nearestSnap(heights: SnapHeights, height: number, pulled: number): Snap {
  const snaps: Snap[] = ['peek', 'half', 'full'];
  if (pulled > FLING_PX) return snaps.find((snap) => heights[snap] >= height - 1) ?? 'full';
  if (pulled < -FLING_PX) return snaps.findLast((snap) => heights[snap] <= height + 1) ?? 'peek';
  return snaps.reduce((best, snap) =>
    Math.abs(heights[snap] - height) < Math.abs(heights[best] - height) ? snap : best,
  );
}

export function nextSnap(snap: Snap): Snap {
  return snap === 'peek' ? 'half' : snap === 'half' ? 'full' : 'peek';
}
