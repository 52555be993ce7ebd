import { memo } from 'react';
import { formatAge, formatCount } from '../live/age.ts';
import { isOnline, type Player, vitalShare } from '../live/player.ts';
import { StateGlyph } from '../live/StateGlyph.tsx';
import { VitalBar } from '../live/VitalBar.tsx';
import { announce } from '../live/words.ts';
import { cx } from '../ui/cx.ts';
import styles from './PlayerRow.module.css';

interface Props {
  player: Player;
  selected: boolean;
  /** The one row of the list that Tab stops at. */
  tabStop: boolean;
  nowMs: number;
  /** Its place in its group. */
  place: number;
  onSelect: (name: string) => void;
}

/** One character in the list beside the map: shape, name, place, health, kills an hour. */
export const PlayerRow = memo(function PlayerRow(props: Props) {
  const { player, selected, tabStop, nowMs, place, onSelect } = props;
  const online = isOnline(player);
  return (
    // A row that changes places is moved and not laid out anew.
    <li className={styles.slot} style={{ transform: `translateY(calc(${place} * var(--row)))` }}>
      <button
        type="button"
        data-row={player.name}
        className={cx(styles.row, selected && styles.selected, player.freshness === 'dim' && styles.dim)}
        aria-pressed={selected}
        tabIndex={tabStop ? 0 : -1}
        onClick={() => onSelect(player.name)}
      >
        <span className="visually-hidden">{announce(player, nowMs)}</span>
        <StateGlyph state={player.state} colour={player.colour} offline={!online} />
        <span className={styles.name} aria-hidden="true">
          {player.name}
        </span>
        <span className={styles.place} aria-hidden="true">
          {player.nearby?.place.name}
        </span>
        {online ? (
          <>
            <VitalBar share={vitalShare(player, 'health')} watchLow small />
            <span className={styles.kills} aria-hidden="true">
              {formatCount(player.totals?.killsPerHour ?? null)}
            </span>
          </>
        ) : (
          <span className={styles.age} aria-hidden="true">
            {player.seenAtMs === null ? 'never' : formatAge(nowMs - player.seenAtMs)}
          </span>
        )}
      </button>
    </li>
  );
});
