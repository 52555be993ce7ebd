import styles from './StateGlyph.module.css';
import type { CharacterState } from './state.ts';

interface Props {
  state: CharacterState;
  /** The character's colour, 0 to 11; null for grey. */
  colour: number | null;
  /** Needs someone: red when dead, amber when idle. */
  alarm?: boolean;
  /** Not heard of: an empty small ring, whatever it did last. */
  offline?: boolean;
}

/** A character's state as a shape, in its own colour. The word for it stands beside it or in the row's label. */
export function StateGlyph({ state, colour, alarm = false, offline = false }: Props) {
  const fill = colourOfGlyph(state, colour, alarm, offline);
  return (
    <svg
      className={styles.glyph}
      width="14"
      height="14"
      viewBox="0 0 14 14"
      aria-hidden="true"
      style={{ color: fill }}
    >
      {offline ? <circle cx="7" cy="7" r="2.6" className={styles.hollow} /> : shapes[state]}
    </svg>
  );
}

const shapes = {
  hunting: <circle cx="7" cy="7" r="4.2" fill="currentColor" />,
  town: <rect x="3" y="3" width="8" height="8" fill="currentColor" />,
  idle: <rect x="3.2" y="3.2" width="7.6" height="7.6" className={styles.hollow} />,
  travelling: <path d="M7 2l5 10H2z" fill="currentColor" />,
  indoors: <circle cx="7" cy="7" r="4" className={styles.hollow} />,
  dead: <path d="M3 3l8 8M11 3l-8 8" className={styles.hollow} />,
};

function colourOfGlyph(
  state: CharacterState,
  colour: number | null,
  alarm: boolean,
  offline: boolean,
): string {
  if (offline) return 'var(--text3)';
  if (alarm) return state === 'dead' ? 'var(--danger)' : 'var(--warn)';
  if (colour === null) return 'var(--text2)';
  return characterColour(colour);
}

/** A character's colour as CSS; its lightness follows the theme. */
export function characterColour(colour: number): string {
  return `oklch(var(--cat-l) 0.12 ${colour * 30})`;
}
