import type { components } from '../api/schema.d.ts';
import { formatCount, formatOnlineTime } from '../live/age.ts';
import { isOnline } from '../live/player.ts';
import { usePlayer } from '../live/usePlayers.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Card } from './Card.tsx';
import { useCharacter } from './characterContext.ts';
import { dayWords, spanWords } from './dates.ts';
import styles from './NumbersCard.module.css';

interface Props {
  stats: components['schemas']['Stats'] | null;
  loading: boolean;
}

/** What it has done: in this session, or the last one, beside all that is stored of it. */
export function NumbersCard({ stats, loading }: Props) {
  const player = usePlayer(useCharacter().name);
  const live = player !== null && isOnline(player) ? player.totals : null;
  const session = stats?.session ?? null;
  const totals = stats?.totals ?? null;
  // While it hunts the live count is newer than what was asked for.
  const greater = (stored: number | undefined, heard: number | null | undefined) =>
    stored === undefined && heard == null ? null : Math.max(stored ?? 0, heard ?? 0);
  const rows = [
    {
      label: 'Kills',
      now: live?.kills ?? session?.kills ?? null,
      all: greater(totals?.kills, player?.totals?.totalKills),
    },
    {
      label: 'Rares',
      now: live?.sessionRares ?? session?.rares ?? null,
      all: greater(totals?.rares, player?.totals?.totalRares),
    },
    {
      label: 'Deaths',
      now: live?.deaths ?? session?.deaths ?? null,
      all: greater(totals?.deaths, player?.totals?.totalDeaths),
    },
  ];
  const online = live === null ? null : formatOnlineTime(live.onlineTime);
  return (
    <Card title="Numbers" aside={live === null ? undefined : player?.vtState}>
      {loading && live === null ? (
        <div aria-busy="true">
          <Skeleton height="20px" width="70%" />
        </div>
      ) : (
        <table className={styles.numbers}>
          <caption className="visually-hidden">Kills, rares and deaths</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{live === null ? 'Last session' : 'Session'}</th>
              <th scope="col">All time</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, now, all }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{formatCount(now)}</td>
                <td>{formatCount(all)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className={styles.facts}>
        {live !== null && (
          <>
            <div>
              <dt>Kills / h</dt>
              <dd>{formatCount(live.killsPerHour)}</dd>
            </div>
            <div>
              <dt>Online for</dt>
              <dd>{online === null ? '–' : online}</dd>
            </div>
          </>
        )}
        {live === null && session !== null && (
          <div>
            <dt>Session</dt>
            <dd>{spanWords(session.first_at, session.last_at)}</dd>
          </div>
        )}
        {totals !== null && (
          <>
            <div>
              <dt>Sessions</dt>
              <dd>{formatCount(totals.sessions)}</dd>
            </div>
            <div>
              <dt>Watched since</dt>
              <dd>{dayWords(totals.first_seen_at)}</dd>
            </div>
          </>
        )}
      </dl>
    </Card>
  );
}
