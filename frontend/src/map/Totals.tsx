import { useMemo } from 'react';
import { formatCount } from '../live/age.ts';
import { isOnline, type Player } from '../live/player.ts';
import { useConnection } from '../live/useConnection.ts';
import { StatusPill } from '../ui/StatusPill.tsx';
import { sumOnline } from './sums.ts';
import styles from './Totals.module.css';

/** The head of the list: how many are there, and what they make together. */
export function Totals({ players }: { players: readonly Player[] }) {
  const connection = useConnection();
  const sums = useMemo(() => sumOnline(players), [players]);
  const online = useMemo(() => players.filter(isOnline).length, [players]);
  return (
    <header className={styles.totals}>
      <div className={styles.head}>
        <p className={styles.online}>
          {online} online <span className={styles.of}>of {players.length} characters</span>
        </p>
        <StatusPill {...connection} withoutCount />
      </div>
      <dl className={styles.sums}>
        <Sum
          label="Kills / h"
          value={sums.killsPerHour}
          title="Of all who are online, as their plugins count"
        />
        <Sum label="Rares" value={sums.sessionRares} title="In the sessions that run now" />
        <Sum label="Deaths" value={sums.sessionDeaths} title="In the sessions that run now" />
      </dl>
    </header>
  );
}

function Sum({ label, value, title }: { label: string; value: number; title: string }) {
  return (
    <div title={title}>
      <dt>{label}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}
