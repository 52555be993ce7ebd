import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef } from 'react';
import { formatAge, formatCount } from '../live/age.ts';
import { formatCoordinates } from '../live/coordinates.ts';
import { isOnline, type Player } from '../live/player.ts';
import { StateGlyph } from '../live/StateGlyph.tsx';
import { stateWords } from '../live/words.ts';
import { buttonClass } from '../ui/buttonClass.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { useNow } from '../ui/useNow.ts';
import { COLUMNS, totalDeaths, totalKills } from './columns.ts';
import type { HourSeriesStore } from './hourSeries.ts';
import styles from './PlayerCards.module.css';
import { Spark, useHour } from './Spark.tsx';
import { COLUMN_KEYS, type Sort } from './search.ts';
import { useInSight } from './useInSight.ts';

interface Props {
  players: readonly Player[];
  hours: HourSeriesStore;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** The players as cards, for a phone: who needs someone first, then in the order that was chosen. */
export function PlayerCards({ players, hours, sort, onSort }: Props) {
  const nowMs = useNow(5_000).getTime();
  const urgent = players.filter((player) => player.attention);
  const others = players.filter((player) => !player.attention);
  return (
    <div className={styles.scroller}>
      {urgent.length > 0 && (
        <ul className={styles.list} aria-label="Attention">
          {urgent.map((player) => (
            <Urgent key={player.name} player={player} nowMs={nowMs} />
          ))}
        </ul>
      )}
      <div className={styles.order}>
        <span>
          {others.length} {urgent.length > 0 ? 'more' : others.length === 1 ? 'player' : 'players'}
        </span>
        <label className={styles.sort}>
          Sort
          <select
            value={sort.key}
            onChange={(event) => {
              const key = COLUMN_KEYS.find((known) => known === event.target.value);
              if (key !== undefined) onSort({ key, descending: COLUMNS[key].firstDescending === true });
            }}
          >
            {COLUMN_KEYS.filter((key) => key !== 'hour').map((key) => (
              <option key={key} value={key}>
                {key === 'vitals' ? 'Health' : COLUMNS[key].label}
              </option>
            ))}
          </select>
        </label>
        <IconButton
          icon={sort.descending ? ArrowDown : ArrowUp}
          label={sort.descending ? 'Greatest first' : 'Smallest first'}
          onClick={() => onSort({ ...sort, descending: !sort.descending })}
        />
      </div>
      <ul className={styles.list} aria-label="Players">
        {others.map((player) => (
          <Card key={player.name} player={player} hours={hours} nowMs={nowMs} />
        ))}
      </ul>
    </div>
  );
}

function Urgent({ player, nowMs }: { player: Player; nowMs: number }) {
  return (
    <li className={cx(styles.urgent, player.state === 'dead' ? styles.dead : styles.idle)}>
      <StateGlyph state={player.state} colour={player.colour} alarm />
      <Link to="/players/$name" params={{ name: player.name }} className={styles.words}>
        <span className={styles.name}>
          {player.name} <span className={styles.alarm}>{stateWords(player, nowMs).toLowerCase()}</span>
        </span>
        <Where player={player} />
      </Link>
      <Link
        to="/"
        search={{ sel: player.name }}
        className={buttonClass()}
        aria-label={`Locate ${player.name}`}
      >
        Locate
      </Link>
    </li>
  );
}

function Card({ player, hours, nowMs }: { player: Player; hours: HourSeriesStore; nowMs: number }) {
  const online = isOnline(player);
  const row = useRef<HTMLLIElement>(null);
  const hour = useHour(hours, player.name, useInSight(row) && online);
  return (
    <li ref={row}>
      <Link to="/players/$name" params={{ name: player.name }} className={styles.card}>
        <StateGlyph state={player.state} colour={player.colour} offline={!online} />
        <span className={styles.words}>
          <span className={styles.name}>{player.name}</span>
          <Where player={player} />
        </span>
        <span className={styles.rate}>
          {online ? (
            <>
              <span className={styles.great}>{formatCount(player.totals?.killsPerHour ?? null)}</span> kills /
              h
            </>
          ) : (
            <>
              <span className={styles.great}>
                {player.seenAtMs === null ? '–' : formatAge(nowMs - player.seenAtMs)}
              </span>{' '}
              {player.seenAtMs === null ? 'never seen' : 'offline'}
            </>
          )}
        </span>
        <span className={styles.fields}>
          <Field value={formatCount(totalKills(player))} label="kills" />
          <Field value={formatCount(totalDeaths(player))} label="deaths" />
          <Field value={formatCount(player.totals?.tapers ?? null)} label="tapers" />
          {online && <Spark series={hour} />}
        </span>
      </Link>
    </li>
  );
}

function Field({ value, label }: { value: string; label: string }) {
  return (
    <span>
      <span className={styles.value}>{value}</span> <span className={styles.label}>{label}</span>
    </span>
  );
}

function Where({ player }: { player: Player }) {
  return (
    <span className={styles.where}>
      <span className={styles.place}>{player.nearby?.place.name ?? 'Nowhere known'}</span>{' '}
      {player.ew !== null && player.ns !== null && formatCoordinates(player.ew, player.ns)}
    </span>
  );
}
