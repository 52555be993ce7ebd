import { BLOCK_UNITS } from '../live/coordinates.ts';
import type { MapTheme } from './mapTheme.ts';
import { heatShare, type Overlays, type PortalMark } from './overlays.ts';
import { toX, toY, type View } from './projection.ts';
import type { Sprite, Sprites } from './sprites.ts';

const HEAT_STEPS = 12;
/** A cell glows over its edge, so that neighbours run into each other. */
const HEAT_SPREAD = 2.6;
const HEAT_LEAST_PX = 9;
const MARKS_NAMED_FROM = 44;

/** Paints what the server knows of the land: where creatures are met, who has been where, portals and rares. */
export function paintOverlays(
  context: CanvasRenderingContext2D,
  view: View,
  theme: MapTheme,
  sprites: Sprites,
  overlays: Overlays,
): void {
  if (overlays.shows('explored')) paintExplored(context, view, theme, overlays);
  if (overlays.shows('heat')) paintHeat(context, view, theme, sprites, overlays);
  if (overlays.shows('portals'))
    paintMarks(context, view, sprites.portal(), sprites, theme.portal, overlays.portals);
  if (overlays.shows('rares')) {
    const marks = overlays.rares.map((rare) => ({ ...rare, name: `${rare.name} · ${rare.finder}` }));
    paintMarks(context, view, sprites.rare(), sprites, theme.rare, marks);
  }
}

function paintExplored(
  context: CanvasRenderingContext2D,
  view: View,
  theme: MapTheme,
  overlays: Overlays,
): void {
  const side = BLOCK_UNITS * view.z;
  context.fillStyle = theme.explored;
  context.beginPath();
  for (const { ew, ns } of overlays.explored) {
    const x = toX(view, ew);
    const y = toY(view, ns + BLOCK_UNITS);
    if (x > -side && y > -side && x < view.width && y < view.height) context.rect(x, y, side, side);
  }
  context.fill();
}

function paintHeat(
  context: CanvasRenderingContext2D,
  view: View,
  theme: MapTheme,
  sprites: Sprites,
  overlays: Overlays,
): void {
  const { cell, cells } = overlays.heat;
  const most = cells.at(-1)?.count ?? 0;
  const size = Math.max(HEAT_LEAST_PX, cell * view.z * HEAT_SPREAD);
  context.globalAlpha = theme.heatAlpha;
  for (const { ew, ns, count } of cells) {
    const x = toX(view, ew);
    const y = toY(view, ns);
    if (x < -size || y < -size || x > view.width + size || y > view.height + size) continue;
    const step = Math.round(heatShare(count, most) * HEAT_STEPS);
    context.drawImage(sprites.glow(step / HEAT_STEPS).image, x - size / 2, y - size / 2, size, size);
  }
  context.globalAlpha = 1;
}

function paintMarks(
  context: CanvasRenderingContext2D,
  view: View,
  mark: Sprite,
  sprites: Sprites,
  fill: string,
  marks: readonly PortalMark[],
): void {
  for (const { name, ew, ns } of marks) {
    const x = toX(view, ew);
    const y = toY(view, ns);
    if (x < -200 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
    context.drawImage(mark.image, x - mark.width / 2, y - mark.height / 2, mark.width, mark.height);
    if (view.z < MARKS_NAMED_FROM) continue;
    const words = sprites.words([{ text: name, fill, weight: 400, size: 11 }]);
    context.drawImage(words.image, x + 7, y - words.height / 2, words.width, words.height);
  }
}
