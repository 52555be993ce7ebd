import { ArrowDown, ArrowUp } from 'lucide-react';
import { formatAge, formatCount, formatOnlineTime } from '../live/age.ts';
import { formatCoordinates } from '../live/coordinates.ts';
import type { Day } from '../live/day.ts';
import { isOnline, type Player, vitalShare } from '../live/player.ts';
import { VitalBar } from '../live/VitalBar.tsx';
import { STATE_WORDS, stateWords } from '../live/words.ts';
import { cx } from '../ui/cx.ts';
import { COLUMNS } from './columns.ts';
import { type HourSeriesStore, trend } from './hourSeries.ts';
import styles from './PlayerCell.module.css';
import { Spark, useHour } from './Spark.tsx';
import type { ColumnKey } from './search.ts';

const LOW_TAPERS = 400;
const SLOW_MS = 250;

interface Props {
  column: Exclude<ColumnKey, 'name'>;
  player: Player;
  day: Day | null;
  /** 0 for a row whose ages nobody reads. */
  nowMs: number;
  hours: HourSeriesStore;
}

/** What stands in a column of the table for one player. */
export function PlayerCell({ column, player, day, nowMs, hours }: Props) {
  const online = isOnline(player);
  switch (column) {
    case 'state':
      return (
        <span className={styles.state}>
          {player.attention ? stateWords(player, nowMs) : online ? STATE_WORDS[player.state] : 'Offline'}
        </span>
      );
    case 'where':
      return (
        <>
          <span className={styles.place}>{player.nearby?.place.name}</span>{' '}
          {player.ew !== null && player.ns !== null && (
            <span className={styles.quiet}>{formatCoordinates(player.ew, player.ns)}</span>
          )}
        </>
      );
    case 'kph':
      return <Rate player={player} hours={hours} />;
    case 'hour':
      return <Hour player={player} hours={hours} />;
    case 'tapers': {
      const tapers = player.totals?.tapers ?? null;
      return (
        <span className={cx(online && tapers !== null && tapers < LOW_TAPERS && styles.low)}>
          {formatCount(tapers)}
        </span>
      );
    }
    case 'vitals':
      return online && <VitalBars player={player} />;
    case 'vitae': {
      const vitae = COLUMNS.vitae.value(player, day);
      return typeof vitae === 'number' && vitae > 0 ? (
        <span className={styles.low}>
          {formatCount(vitae)} <span className={styles.quiet}>%</span>
        </span>
      ) : (
        '–'
      );
    }
    case 'online':
      return (online && formatOnlineTime(player.totals?.onlineTime ?? '')) || '–';
    case 'latency': {
      const latency = online ? (player.totals?.latencyMs ?? null) : null;
      return latency === null ? (
        '–'
      ) : (
        <span className={cx(latency >= SLOW_MS && styles.low)}>
          {formatCount(latency)} <span className={styles.quiet}>ms</span>
        </span>
      );
    }
    case 'seen':
      if (player.seenAtMs === null) return 'never';
      return nowMs === 0 ? 'now' : formatAge(nowMs - player.seenAtMs);
    case 'tag':
      return player.tag;
    default: {
      const value = COLUMNS[column].value(player, day);
      return typeof value === 'string' ? value : formatCount(value);
    }
  }
}

/** Kills an hour, and whether that is more or less than over the hour. */
function Rate({ player, hours }: { player: Player; hours: HourSeriesStore }) {
  const online = isOnline(player);
  const rate = online ? (player.totals?.killsPerHour ?? null) : null;
  const way = trend(useHour(hours, player.name, online), rate);
  return (
    <span className={styles.rate}>
      {formatCount(rate)}
      {way > 0 && <ArrowUp size={12} className={styles.up} aria-label="more than over the hour" />}
      {way < 0 && <ArrowDown size={12} className={styles.down} aria-label="less than over the hour" />}
      {way === 0 && <span className={styles.level} />}
    </span>
  );
}

function Hour({ player, hours }: { player: Player; hours: HourSeriesStore }) {
  return <Spark series={useHour(hours, player.name, isOnline(player))} />;
}

function VitalBars({ player }: { player: Player }) {
  const words = (['health', 'stamina', 'mana'] as const)
    .map((key) => {
      const vital = player.vitals?.[key];
      return `${key} ${vital?.current ?? 'unknown'} of ${vital?.max ?? 'unknown'}`;
    })
    .join(', ');
  return (
    <span className={styles.vitals} title={words}>
      <VitalBar share={vitalShare(player, 'health')} watchLow small />
      <VitalBar share={vitalShare(player, 'stamina')} small />
      <VitalBar share={vitalShare(player, 'mana')} small />
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
