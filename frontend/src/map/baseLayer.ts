import { landblockAt, landblockEdges, NORTH_EDGE, WEST_EDGE } from '../live/coordinates.ts';
import type { MapTheme } from './mapTheme.ts';
import { graticule, graticuleStep, toEw, toNs, toX, toY, type View } from './projection.ts';

/** The parts of the world that the base map is painted from. */
export interface BaseWorld {
  coast: Path2D;
  lands: readonly (readonly [string, number, number])[];
  block: number;
  blocks: number;
}

/** What was made of the terrain, for one theme. */
export interface Ground {
  image: CanvasImageSource;
  contours: Float32Array;
}

const CONTOURS_FROM_ZOOM = 8;
const BLOCKS_FROM_ZOOM = 14;
const BLOCKS_NUMBERED_FROM_ZOOM = 56;

export interface BaseInput {
  theme: MapTheme;
  world: BaseWorld;
  ground: Ground;
  /** Whether the landblocks are marked. */
  grid: boolean;
}

/** Paints sea, land, coast and graticule. */
export function paintBase(
  context: OffscreenCanvasRenderingContext2D,
  view: View,
  ratio: number,
  { theme, world, ground, grid }: BaseInput,
): void {
  context.fillStyle = theme.sea;
  context.fillRect(0, 0, view.width, view.height);
  // Path coordinates are map units with north up as negative y.
  context.save();
  context.setTransform(ratio * view.z, 0, 0, ratio * view.z, ratio * toX(view, 0), ratio * toY(view, 0));
  context.lineJoin = 'round';
  for (const [reach, colour] of theme.shallows) {
    context.strokeStyle = colour;
    context.lineWidth = reach * 2;
    context.stroke(world.coast);
  }
  context.fillStyle = theme.landFallback;
  context.fill(world.coast);
  context.save();
  context.clip(world.coast);
  const size = world.blocks * world.block;
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(ground.image, WEST_EDGE, -NORTH_EDGE, size, size);
  if (view.z >= CONTOURS_FROM_ZOOM) paintContours(context, view, theme, world, ground.contours);
  context.restore();
  context.strokeStyle = theme.coast;
  context.lineWidth = 1.2 / view.z;
  context.stroke(world.coast);
  context.restore();
  if (grid) paintLandblocks(context, view, theme);
  paintGraticule(context, view, theme);
  paintLands(context, view, theme, world);
}

function paintContours(
  context: OffscreenCanvasRenderingContext2D,
  view: View,
  theme: MapTheme,
  world: BaseWorld,
  contours: Float32Array,
): void {
  const west = (toEw(view, 0) - WEST_EDGE) / world.block;
  const east = (toEw(view, view.width) - WEST_EDGE) / world.block;
  const north = (NORTH_EDGE - toNs(view, 0)) / world.block;
  const south = (NORTH_EDGE - toNs(view, view.height)) / world.block;
  context.beginPath();
  for (let i = 0; i + 3 < contours.length; i += 4) {
    const x = contours[i] ?? 0;
    const y = contours[i + 1] ?? 0;
    if (x < west - 1 || x > east + 1 || y < north - 1 || y > south + 1) continue;
    context.moveTo(WEST_EDGE + (x + 0.5) * world.block, (y + 0.5) * world.block - NORTH_EDGE);
    context.lineTo(
      WEST_EDGE + ((contours[i + 2] ?? 0) + 0.5) * world.block,
      ((contours[i + 3] ?? 0) + 0.5) * world.block - NORTH_EDGE,
    );
  }
  context.strokeStyle = theme.contour;
  context.lineWidth = 1 / view.z;
  context.stroke();
}

function paintGraticule(context: OffscreenCanvasRenderingContext2D, view: View, theme: MapTheme): void {
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  context.beginPath();
  const step = graticuleStep(view.z);
  for (const ew of graticule(toEw(view, 0), toEw(view, view.width), step)) {
    const x = Math.round(toX(view, ew)) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, view.height);
  }
  for (const ns of graticule(toNs(view, view.height), toNs(view, 0), step)) {
    const y = Math.round(toY(view, ns)) + 0.5;
    context.moveTo(0, y);
    context.lineTo(view.width, y);
  }
  context.stroke();
}

/** The landblocks with their numbers, from the zoom on at which they are more than a mesh. */
function paintLandblocks(context: OffscreenCanvasRenderingContext2D, view: View, theme: MapTheme): void {
  if (view.z < BLOCKS_FROM_ZOOM) return;
  const ews = landblockEdges(toEw(view, 0), toEw(view, view.width));
  const nss = landblockEdges(toNs(view, view.height), toNs(view, 0));
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  context.beginPath();
  for (const ew of ews) {
    const x = Math.round(toX(view, ew)) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, view.height);
  }
  for (const ns of nss) {
    const y = Math.round(toY(view, ns)) + 0.5;
    context.moveTo(0, y);
    context.lineTo(view.width, y);
  }
  context.stroke();
  if (view.z < BLOCKS_NUMBERED_FROM_ZOOM) return;
  context.font = '10px ui-monospace, Consolas, monospace';
  context.fillStyle = theme.gridText;
  context.textBaseline = 'top';
  context.textAlign = 'left';
  for (const ew of ews) {
    for (const ns of nss) {
      const block = landblockAt(ew + 0.01, ns - 0.01);
      if (block !== null) context.fillText(block, toX(view, ew) + 4, toY(view, ns) + 4);
    }
  }
}

/** The names of the large lands, wide and quiet, while one sees enough of them. */
function paintLands(
  context: OffscreenCanvasRenderingContext2D,
  view: View,
  theme: MapTheme,
  world: BaseWorld,
): void {
  if (view.z > 40) return;
  const size = Math.round(Math.min(38, Math.max(17, view.z * 1.5)));
  context.font = `italic 400 ${size}px Georgia, "Times New Roman", "DejaVu Serif", serif`;
  context.fillStyle = theme.landText;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  if ('letterSpacing' in context) context.letterSpacing = `${Math.round(size * 0.5)}px`;
  for (const [name, ew, ns] of world.lands) context.fillText(name, toX(view, ew), toY(view, ns));
  if ('letterSpacing' in context) context.letterSpacing = '0px';
}
