import { useMemo } from 'react';
import { formatCount } from '../live/age.ts';
import { isOnline, type Player } from '../live/player.ts';
import { useConnection } from '../live/useConnection.ts';
import { useDay } from '../live/useDay.ts';
import { StatusPill } from '../ui/StatusPill.tsx';
import styles from './Totals.module.css';

/** The head of the list: how many are there, what they make together now, and what they made today. */
export function Totals({ players }: { players: readonly Player[] }) {
  const connection = useConnection();
  const day = useDay();
  const online = useMemo(() => players.filter(isOnline), [players]);
  const perHour = online.reduce((sum, player) => sum + (player.totals?.killsPerHour ?? 0), 0);
  return (
    <header className={styles.totals}>
      <div className={styles.head}>
        <p className={styles.online}>
          {online.length} online <span className={styles.of}>of {players.length} characters</span>
        </p>
        <StatusPill {...connection} withoutCount />
      </div>
      <dl className={styles.sums}>
        <Sum label="Kills / h" value={perHour} title="Of all who are online, as their plugins count" />
        <Sum label="Kills today" value={day?.kills ?? null} title="Of everybody, since midnight" />
        <Sum label="Rares today" value={day?.rares ?? null} title="Of everybody, since midnight" />
      </dl>
    </header>
  );
}

function Sum({ label, value, title }: { label: string; value: number | null; title: string }) {
  return (
    <div title={title}>
      <dt>{label}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}
