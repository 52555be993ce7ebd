import type { MapTheme } from './mapTheme.ts';
import { heatShare, type Overlays } from './overlays.ts';
import { toX, toY, type View } from './projection.ts';
import type { Sprites } from './sprites.ts';

const HEAT_STEPS = 12;
/** A cell glows over its edge, so that neighbours run into each other. */
const HEAT_SPREAD = 2.6;
const HEAT_LEAST_PX = 9;
const PORTALS_NAMED_FROM = 44;

/** Paints what the server knows of the land: where creatures are met, and portals. */
export function paintOverlays(
  context: CanvasRenderingContext2D,
  view: View,
  theme: MapTheme,
  sprites: Sprites,
  overlays: Overlays,
): void {
  if (overlays.shows('heat')) paintHeat(context, view, theme, sprites, overlays);
  if (overlays.shows('portals')) paintPortals(context, view, theme, sprites, overlays);
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

function paintPortals(
  context: CanvasRenderingContext2D,
  view: View,
  theme: MapTheme,
  sprites: Sprites,
  overlays: Overlays,
): void {
  const mark = sprites.portal();
  for (const { name, ew, ns } of overlays.portals) {
    const x = toX(view, ew);
    const y = toY(view, ns);
    if (x < -120 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
    context.drawImage(mark.image, x - mark.width / 2, y - mark.height / 2, mark.width, mark.height);
    if (view.z < PORTALS_NAMED_FROM) continue;
    const words = sprites.words([{ text: name, fill: theme.portal, weight: 400, size: 11 }]);
    context.drawImage(words.image, x + 7, y - words.height / 2, words.width, words.height);
  }
}
