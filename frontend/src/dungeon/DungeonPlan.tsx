import type { NearbyLine } from '../character/nearby.ts';
import radar from '../character/Radar.module.css';
import { shapes } from '../character/Radar.tsx';
import { colourOf } from '../live/colours.ts';
import { characterColour } from '../live/StateGlyph.tsx';
import { cx } from '../ui/cx.ts';
import styles from './DungeonPlan.module.css';
import { type Bounds, boundsOf, type Storey, storeyAt } from './plan.ts';
import type { Fellow } from './useSurroundings.ts';

interface Props {
  storeys: readonly Storey[];
  /** Which one is looked at. */
  level: number;
  me: Fellow | null;
  fellows: readonly Fellow[];
  lines: readonly NearbyLine[];
  /** Metres across round the followed; the whole plan where it is null. */
  across: number | null;
  label: string;
  /** What the pointer is on, in words; empty when on nothing. */
  onPoint: (words: string) => void;
}

/** One storey of a dungeon from above, north up, the storeys round it faint, and on top who and what is there. */
export function DungeonPlan(props: Props) {
  const { storeys, level, me, fellows, lines, across, label, onPoint } = props;
  const bounds = boundsIn(storeys, me, across);
  const storey = storeys[level];
  const unit = Math.max(bounds.width, bounds.height) / 100;
  const here = (z: number) => storeyAt(storeys, z) === level;
  return (
    <svg
      className={styles.plan}
      viewBox={`${bounds.left} ${bounds.top} ${bounds.width} ${bounds.height}`}
      role="img"
      aria-label={label}
      onPointerLeave={() => onPoint('')}
    >
      {storeys.map(
        (other, i) => i !== level && <path key={other.z} d={other.outline} className={styles.other} />,
      )}
      {storey !== undefined && <path d={storey.outline} className={styles.floor} />}
      {me !== null &&
        here(me.z) &&
        lines.map(({ key, kind, name, east, north, healthPct }) => {
          if (east === null || north === null) return null;
          const health = healthPct === null ? '' : `, health ${Math.round(healthPct)} %`;
          return (
            <g
              key={key}
              className={cx(radar[kind], styles.thing)}
              transform={place(me.spot.x + east, me.spot.y + north, unit * 0.42)}
              onPointerEnter={() => onPoint(`${name}${health}`)}
            >
              <title>{name}</title>
              {shapes[kind]}
            </g>
          );
        })}
      {fellows.map(({ name, spot, z }) => (
        <g
          key={name}
          className={cx(styles.fellow, !here(z) && styles.elsewhere)}
          style={{ color: characterColour(colourOf(name)) }}
          transform={place(spot.x, spot.y, unit * 0.42)}
          onPointerEnter={() => onPoint(`${name}${here(z) ? '' : ', on another level'}`)}
        >
          <circle r="5" fill="currentColor" />
          <text x="8" y="3.5">
            {name}
          </text>
        </g>
      ))}
      {me !== null && (
        <g
          className={cx(styles.me, !here(me.z) && styles.elsewhere)}
          transform={`${place(me.spot.x, me.spot.y, unit * 0.55)} rotate(${me.heading ?? 0})`}
          onPointerEnter={() => onPoint(me.name)}
        >
          <path d="M0-7 5 6 0 3-5 6Z" />
        </g>
      )}
    </svg>
  );
}

function place(x: number, y: number, scale: number): string {
  return `translate(${x.toFixed(1)} ${(-y).toFixed(1)}) scale(${scale.toFixed(3)})`;
}

function boundsIn(storeys: readonly Storey[], me: Fellow | null, across: number | null): Bounds {
  if (across === null || me === null) return boundsOf(storeys);
  return { left: me.spot.x - across / 2, top: -me.spot.y - across / 2, width: across, height: across };
}
