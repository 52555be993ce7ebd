import { useQuery } from '@tanstack/react-query';
import { newest, withTail } from '../charts/series.ts';
import { formatCount } from '../live/age.ts';
import { isOnline } from '../live/player.ts';
import { usePlayer } from '../live/usePlayers.ts';
import { Vitals } from '../live/Vitals.tsx';
import { Card } from './Card.tsx';
import { useCharacter } from './characterContext.ts';
import { Figures } from './Figures.tsx';
import { emptySeries, historySeries } from './history.ts';
import { historyQuery } from './queries.ts';
import { taperUse } from './tapers.ts';
import styles from './VitalsCard.module.css';

/** Vitals as they are now, and what its supplies and its computer are at. */
export function VitalsCard() {
  const { name, range, tail } = useCharacter();
  const player = usePlayer(name);
  const history = useQuery(historyQuery(name, range)).data ?? undefined;
  const vitae = player?.vitals?.vitae ?? null;
  const stored = historySeries(history, emptySeries());
  const { t, columns } = withTail(stored, tail);
  const online = player !== null && isOnline(player);
  const use = online ? taperUse(t, columns.prismatic_taper_count) : null;
  const memory = online ? newest(columns.mem_mb) : null;
  const latency = player?.totals?.latencyMs ?? null;
  return (
    <Card
      title="Vitals"
      aside={
        vitae !== null &&
        vitae > 0 && (
          <>
            Vitae <span className={styles.warn}>{vitae} %</span>
          </>
        )
      }
    >
      {player?.vitals == null ? (
        <p className={styles.none}>Its plugin has not told its vitals since this server started.</p>
      ) : (
        <Vitals player={player} />
      )}
      <div className={styles.below}>
        <Figures
          figures={[
            {
              label: 'Tapers',
              value: formatCount(player?.totals?.tapers ?? null),
              title: 'Prismatic tapers left',
            },
            { label: 'Latency', value: formatCount(latency), ...(latency !== null && { unit: 'ms' }) },
            { label: 'Memory', value: formatCount(memory), ...(memory !== null && { unit: 'MB' }) },
          ]}
        />
      </div>
      {use !== null && (
        <p className={styles.note}>
          {use.hoursLeft === null ? (
            'No tapers used within the last hour.'
          ) : (
            <>
              Tapers last <strong>about {lasting(use.hoursLeft)}</strong> at {formatCount(-use.perHour)} / h
            </>
          )}
        </p>
      )}
    </Card>
  );
}

function lasting(hours: number): string {
  if (hours < 2) return `${Math.max(1, Math.round(hours * 60))} min`;
  return hours < 96 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
