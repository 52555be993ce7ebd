import { formatCount } from '../live/age.ts';
import type { Day } from '../live/day.ts';
import { isOnline, type Player } from '../live/player.ts';
import styles from './PlayerSums.module.css';

/** What those make together who are shown: now, and since midnight. */
export function PlayerSums({ players, day }: { players: readonly Player[]; day: Day | null }) {
  const online = players.filter(isOnline);
  const sum = (list: readonly Player[], read: (player: Player) => number | null | undefined) =>
    list.reduce((total, player) => total + (read(player) ?? 0), 0);
  const today = (key: 'kills' | 'rares') =>
    day === null ? null : sum(players, ({ name }) => day.byName.get(name)?.[key]);
  return (
    <dl className={styles.sums}>
      <div>
        <dt>Kills / h</dt>
        <dd>{formatCount(sum(online, (player) => player.totals?.killsPerHour))}</dd>
      </div>
      <div title="Since midnight">
        <dt>Kills today</dt>
        <dd>{formatCount(today('kills'))}</dd>
      </div>
      <div title="Since midnight">
        <dt>Rares today</dt>
        <dd>{formatCount(today('rares'))}</dd>
      </div>
      <div>
        <dt>Tapers</dt>
        <dd>{formatCount(sum(online, (player) => player.totals?.tapers))}</dd>
      </div>
    </dl>
  );
}
