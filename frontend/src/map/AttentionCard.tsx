import { formatCount } from '../live/age.ts';
import type { Player } from '../live/player.ts';
import { StateGlyph } from '../live/StateGlyph.tsx';
import { stateWords } from '../live/words.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import styles from './AttentionCard.module.css';

interface Props {
  player: Player;
  nowMs: number;
  onLocate: (name: string) => void;
}

/** One who needs someone: what is the matter, where, and a way there. */
export function AttentionCard({ player, nowMs, onLocate }: Props) {
  const tapers = player.totals?.tapers ?? null;
  return (
    <li className={cx(styles.card, player.state === 'dead' ? styles.dead : styles.idle)}>
      <StateGlyph state={player.state} colour={player.colour} alarm />
      <span className={styles.words}>
        <span className={styles.name}>
          {player.name} <span className={styles.state}>{stateWords(player, nowMs).toLowerCase()}</span>
        </span>
        <span className={styles.where}>
          <span className={styles.place}>{player.nearby?.place.name ?? 'Nowhere known'}</span>
          {tapers !== null && ` · ${formatCount(tapers)} tapers left`}
        </span>
      </span>
      <Button small aria-label={`Locate ${player.name}`} onClick={() => onLocate(player.name)}>
        Locate
      </Button>
    </li>
  );
}
