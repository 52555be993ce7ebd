import { useEffect, useRef, useState } from 'react';
import { formatCount } from '../live/age.ts';
import { loadWorld, type WorldFile } from '../live/world.ts';
import { type Ramp, rampColour } from '../map/ramp.ts';
import { useTheme } from '../ui/useTheme.ts';
import type { HeatMap } from './queries.ts';
import styles from './SpawnsPage.module.css';

/** Device pixels of its side. */
const SIDE = 576;
/** Cells are drawn no smaller than this, so that a lonely one is seen. */
const LEAST = 5;
/** Coordinates west of this are those of dungeons, which lie nowhere on the map: landblocks 00 to 05. */
const DUNGEONS_EAST_EDGE = -97.15;
const RAMP: Ramp = [
  [59, 91, 140],
  [92, 200, 168],
  [232, 195, 114],
  [255, 243, 214],
];

/** The world in little with the squares in which monsters appeared, the fuller the lighter. */
export function HeatPicture({ heat, label }: { heat: HeatMap | undefined; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [world, setWorld] = useState<WorldFile | null>(null);
  const theme = useTheme();
  useEffect(() => {
    let here = true;
    loadWorld().then(
      (loaded) => here && setWorld(loaded),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: its colours are the theme's
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context != null && world !== null) draw(context, world, heat);
  }, [world, heat, theme]);
  const cells = heat?.cells?.length ?? 0;
  return (
    <canvas
      ref={canvas}
      className={styles.picture}
      width={SIDE}
      height={SIDE}
      role="img"
      aria-label={`Where ${label} appeared: ${formatCount(cells)} squares of the map`}
    />
  );
}

function draw(context: CanvasRenderingContext2D, world: WorldFile, heat: HeatMap | undefined): void {
  const style = getComputedStyle(document.documentElement);
  const scale = SIDE / (world.blocks * world.block);
  context.clearRect(0, 0, SIDE, SIDE);
  context.beginPath();
  for (const ring of world.coast) {
    let x = 0;
    let y = 0;
    for (let i = 0; i + 1 < ring.length; i += 2) {
      x += ring[i] ?? 0;
      y += ring[i + 1] ?? 0;
      if (i === 0) context.moveTo(x * world.step * scale, y * world.step * scale);
      else context.lineTo(x * world.step * scale, y * world.step * scale);
    }
    context.closePath();
  }
  context.fillStyle = style.getPropertyValue('--track');
  context.fill('evenodd');
  const outdoors = (heat?.cells ?? []).filter(({ ew }) => ew > DUNGEONS_EAST_EDGE);
  const cells = outdoors.toSorted((a, b) => a.count - b.count);
  const most = Math.log1p(cells.at(-1)?.count ?? 0);
  const side = Math.max(LEAST, (heat?.cell ?? 0) * scale);
  for (const { ew, ns, count } of cells) {
    context.fillStyle = `rgb(${rampColour(RAMP, Math.log1p(count) / most)})`;
    context.fillRect((ew - world.west) * scale - side / 2, (world.north - ns) * scale - side / 2, side, side);
  }
}
