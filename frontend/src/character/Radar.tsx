import type { NearbyKind, NearbyLine } from './nearby.ts';
import styles from './Radar.module.css';

interface Props {
  lines: readonly NearbyLine[];
  /** Metres that the rim stands for. */
  radius: number;
  label: string;
}

const RIM = 100;
/** Room for the letter and for shapes on the rim. */
const VIEW = 116;

/** Things round a character, north up: diamonds are creatures, discs players. The list beside it has the names. */
export function Radar({ lines, radius, label }: Props) {
  const scale = RIM / Math.max(1, radius);
  return (
    <svg
      className={styles.radar}
      viewBox={`${-VIEW} ${-VIEW} ${2 * VIEW} ${2 * VIEW}`}
      role="img"
      aria-label={label}
    >
      {[RIM / 3, (2 * RIM) / 3, RIM].map((r) => (
        <circle key={r} r={r} className={styles.ring} />
      ))}
      <path d={`M0 ${-RIM}V${RIM}M${-RIM} 0H${RIM}`} className={styles.ring} />
      <text y={-RIM - 5} className={styles.north}>
        N
      </text>
      <text x={3} y={RIM - 4} className={styles.metres}>
        {Math.round(radius)} m
      </text>
      {lines.map(({ key, kind, east, north, name }) => {
        if (east === null || north === null) return null;
        const far = Math.hypot(east, north);
        // What is beyond the rim stands on it.
        const shrink = far > radius ? radius / far : 1;
        return (
          <g
            key={key}
            className={styles[kind]}
            transform={`translate(${(east * scale * shrink).toFixed(1)} ${(-north * scale * shrink).toFixed(1)})`}
          >
            <title>{name}</title>
            {shapes[kind]}
          </g>
        );
      })}
      <path d="M0 -6 4.5 5 0 2.5 -4.5 5Z" className={styles.self} />
    </svg>
  );
}

/** The radar's shape of a kind, for the list. */
export function RadarGlyph({ kind }: { kind: NearbyKind }) {
  return (
    <svg width="14" height="14" viewBox="-7 -7 14 14" className={styles[kind]} aria-hidden="true">
      {shapes[kind]}
    </svg>
  );
}

export const shapes: Record<NearbyKind, React.ReactNode> = {
  creature: <path d="M0-5 5 0 0 5-5 0Z" fill="currentColor" />,
  player: <circle r="4.4" fill="currentColor" />,
  person: <rect x="-4" y="-4" width="8" height="8" fill="currentColor" />,
  portal: <circle r="4" className={styles.hollow} />,
  corpse: <path d="M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5" className={styles.hollow} />,
  thing: <circle r="2.2" fill="currentColor" />,
};
