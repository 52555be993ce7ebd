import { useQuery } from '@tanstack/react-query';
import { Diamond, X } from 'lucide-react';
import { formatCoordinates } from '../live/coordinates.ts';
import { Time } from '../ui/Time.tsx';
import { Card } from './Card.tsx';
import { deathsQuery, raresQuery } from './queries.ts';
import styles from './Recent.module.css';

/** The last rares and deaths of a character. */
export function Recent({ name }: { name: string }) {
  const rares = useQuery(raresQuery(name));
  const deaths = useQuery(deathsQuery(name));
  return (
    <div className={styles.recent}>
      <Card title="Last rares">
        {(rares.data ?? []).length === 0 ? (
          <p className={styles.none}>{rares.isPending ? 'Looking…' : 'None is recorded.'}</p>
        ) : (
          <ul className={styles.list}>
            {rares.data?.map((rare) => (
              <li key={`${rare.timestamp} ${rare.name}`} className={styles.row}>
                <Diamond size={12} className={styles.rareIcon} aria-hidden="true" />
                <span className={styles.rare}>{rare.name}</span>
                <Where ew={rare.ew} ns={rare.ns} />
                <span className={styles.time}>
                  <Time at={rare.timestamp} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title="Last deaths">
        {(deaths.data ?? []).length === 0 ? (
          <p className={styles.none}>{deaths.isPending ? 'Looking…' : 'None is recorded.'}</p>
        ) : (
          <ul className={styles.list}>
            {deaths.data?.map((death) => (
              <li key={`${death.timestamp} ${death.total_deaths}`} className={styles.row}>
                <X size={14} className={styles.deathIcon} aria-hidden="true" />
                <span>{death.killer === '' ? 'Killer unknown' : death.killer}</span>
                <Where ew={death.ew} ns={death.ns} />
                <span className={styles.time}>
                  <Time at={death.timestamp} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

function Where({ ew, ns }: { ew: number | null; ns: number | null }) {
  if (ew === null || ns === null) return <span />;
  return <span className={styles.where}>{formatCoordinates(ew, ns)}</span>;
}
