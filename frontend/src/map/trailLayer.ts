import type { MapTheme } from './mapTheme.ts';
import { toX, toY, type View } from './projection.ts';
import type { Sightings } from './sightings.ts';

/** How long a trail is, and in how many steps it fades. */
export const TRAIL_SECONDS = 600;
const FADES = 4;
const LEAST_STEP_PX = 1.5;

export interface TrailInput {
  store: Sightings;
  theme: MapTheme;
  /** Slots of which the trail is shown. */
  slots: readonly number[];
  selectedSlot: number;
  bornMs: number;
  nowMs: number;
}

/** Paints the way everyone came, older parts fainter; the way through a portal is dotted. */
export function paintTrails(context: CanvasRenderingContext2D, view: View, input: TrailInput): void {
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const slot of input.slots) paintTrail(context, view, input, slot);
}

function paintTrail(context: CanvasRenderingContext2D, view: View, input: TrailInput, slot: number): void {
  const { store, theme, nowMs } = input;
  const trail = store.trail(slot);
  const player = store.view(slot);
  if (trail === null || player === null || trail.length < 2) return;
  const chosen = slot === input.selectedSlot;
  const now = (nowMs - input.bornMs) / 1000;
  const dim = player.freshness === 'fresh' ? 1 : 0.5;
  context.strokeStyle =
    player.freshness === 'stale' ? theme.stale : (theme.characters[player.colour] ?? theme.text);
  const width = chosen ? 2.4 : 1.5;
  context.lineWidth = width;

  // The newest point is where the marker is going, not where it has been.
  const last = trail.length - 2;
  const endX = toX(view, store.ewAt(slot, nowMs));
  const endY = toY(view, store.nsAt(slot, nowMs));
  let first = 0;
  while (first < last && now - trail.at(first) > TRAIL_SECONDS) first += 1;
  let x = toX(view, trail.ew(first));
  let y = toY(view, trail.ns(first));
  let band = -1;
  let open = false;
  const close = () => {
    if (open) context.stroke();
    open = false;
  };
  for (let i = first + 1; i <= last + 1; i++) {
    const toEnd = i === last + 1;
    const nx = toEnd ? endX : toX(view, trail.ew(i));
    const ny = toEnd ? endY : toY(view, trail.ns(i));
    const jumped = trail.jumped(i);
    if (!jumped && !toEnd && Math.abs(nx - x) + Math.abs(ny - y) < LEAST_STEP_PX) continue;
    const age = Math.min(1, Math.max(0, (now - trail.at(i)) / TRAIL_SECONDS));
    const nextBand = Math.min(FADES - 1, Math.floor((1 - age) * FADES));
    if (nextBand !== band || jumped) {
      close();
      band = nextBand;
      context.globalAlpha = dim * (chosen ? 0.95 : 0.7) * ((band + 1) / FADES) ** 1.3;
    }
    if (jumped) {
      paintJump(context, width, x, y, nx, ny);
      x = nx;
      y = ny;
      continue;
    }
    if (!open) {
      context.beginPath();
      context.moveTo(x, y);
      open = true;
    }
    context.lineTo(nx, ny);
    x = nx;
    y = ny;
  }
  close();
  context.globalAlpha = 1;
}

function paintJump(
  context: CanvasRenderingContext2D,
  width: number,
  x: number,
  y: number,
  nx: number,
  ny: number,
): void {
  context.setLineDash([1, 5]);
  context.lineWidth = 1.4;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(nx, ny);
  context.stroke();
  context.setLineDash([]);
  context.lineWidth = width;
}
