import type { MapTheme } from './mapTheme.ts';
import { graticule, graticuleStep, type Insets, toEw, toNs, toX, toY, type View } from './projection.ts';
import type { Item } from './scene.ts';
import type { Sightings } from './sightings.ts';
import type { Sprites } from './sprites.ts';

/** Draws markers and labels where they are at that moment. What is drawn each frame makes no object. */
export function paintScene(
  context: CanvasRenderingContext2D,
  view: View,
  items: readonly Item[],
  store: Sightings,
  nowMs: number,
): void {
  for (const item of items) {
    const x = toX(view, item.slot < 0 ? item.ew : store.ewAt(item.slot, nowMs));
    const y = toY(view, item.slot < 0 ? item.ns : store.nsAt(item.slot, nowMs));
    if (x < -40 || y < -40 || x > view.width + 40 || y > view.height + 40) continue;
    context.globalAlpha = item.alpha;
    if (item.under !== null) {
      const { image, width, height } = item.under;
      context.drawImage(image, x - width / 2, y - height / 2, width, height);
    }
    const { image, width, height } = item.sprite;
    const heading = item.turns ? store.heading(item.slot) : Number.NaN;
    if (Number.isNaN(heading)) {
      context.drawImage(image, x - width / 2, y - height / 2, width, height);
    } else {
      context.save();
      context.translate(x, y);
      context.rotate((heading * Math.PI) / 180);
      context.drawImage(image, -width / 2, -height / 2, width, height);
      context.restore();
    }
  }
  // Words lie over all markers.
  for (const item of items) {
    if (item.label === null) continue;
    const x = toX(view, item.slot < 0 ? item.ew : store.ewAt(item.slot, nowMs));
    const y = toY(view, item.slot < 0 ? item.ns : store.nsAt(item.slot, nowMs));
    const { image, width, height } = item.label;
    const left = x + item.labelX;
    const top = y + item.labelY;
    if (left > view.width || top > view.height || left + width < 0 || top + height < 0) continue;
    context.globalAlpha = item.alpha;
    context.drawImage(image, left, top, width, height);
  }
  context.globalAlpha = 1;
}

/** The graticule's numbers along the left and the lower edge of what is not covered. */
export function paintEdges(
  context: CanvasRenderingContext2D,
  view: View,
  theme: MapTheme,
  sprites: Sprites,
  insets: Insets,
): void {
  const words = (value: number, positive: string, negative: string) =>
    sprites.words([
      {
        text: value === 0 ? '0' : `${Math.abs(value)}${value > 0 ? positive : negative}`,
        fill: theme.gridText,
        weight: 400,
        size: 11,
      },
    ]);
  const step = graticuleStep(view.z);
  for (const ew of graticule(toEw(view, 0), toEw(view, view.width), step)) {
    const x = toX(view, ew);
    if (x < insets.left + 40 || x > view.width - insets.right - 24) continue;
    const { image, width, height } = words(ew, 'E', 'W');
    context.drawImage(image, x - width / 2, view.height - insets.bottom - height - 3, width, height);
  }
  for (const ns of graticule(toNs(view, view.height), toNs(view, 0), step)) {
    const y = toY(view, ns);
    if (y < insets.top + 12 || y > view.height - insets.bottom - 24) continue;
    const { image, width, height } = words(ns, 'N', 'S');
    context.drawImage(image, insets.left + 4, y - height / 2, width, height);
  }
}
