import { useQuery } from '@tanstack/react-query';
import { Diamond, X } from 'lucide-react';
import type { Range } from '../charts/range.ts';
import { rangeWords } from '../charts/rangeWords.ts';
import { formatCoordinates } from '../live/coordinates.ts';
import { Time } from '../ui/Time.tsx';
import { Card } from './Card.tsx';
import { deathsQuery, raresQuery } from './queries.ts';
import styles from './Recent.module.css';

const MOST = 12;

/** The rares and deaths of a range, newest first. */
export function Recent({ name, range }: { name: string; range: Range }) {
  const rares = useQuery(raresQuery(name, range));
  const deaths = useQuery(deathsQuery(name, range));
  const words = rangeWords(range);
  return (
    <div className={styles.recent}>
      <Card title="Rares" aside={count(rares.data?.length)}>
        {(rares.data ?? []).length === 0 ? (
          <p className={styles.none}>{rares.isPending ? 'Looking…' : `None is recorded of ${words}.`}</p>
        ) : (
          <ul className={styles.list}>
            {rares.data?.slice(0, MOST).map((rare) => (
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
      <Card title="Deaths" aside={count(deaths.data?.length)}>
        {(deaths.data ?? []).length === 0 ? (
          <p className={styles.none}>{deaths.isPending ? 'Looking…' : `None is recorded of ${words}.`}</p>
        ) : (
          <ul className={styles.list}>
            {deaths.data?.slice(0, MOST).map((death) => (
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

/** How many there are, where more are than the list shows. */
function count(length: number | undefined): string | undefined {
  return length === undefined || length <= MOST ? undefined : `the last ${MOST} of ${length}`;
}

function Where({ ew, ns }: { ew: number | null; ns: number | null }) {
  if (ew === null || ns === null) return <span />;
  return <span className={styles.where}>{formatCoordinates(ew, ns)}</span>;
}
