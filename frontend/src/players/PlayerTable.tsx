import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, MapPin } from 'lucide-react';
import { memo, useRef } from 'react';
import { formatAge, formatCount, formatOnlineTime } from '../live/age.ts';
import { formatCoordinates } from '../live/coordinates.ts';
import { isOnline, type Player, vitalShare } from '../live/player.ts';
import { StateGlyph } from '../live/StateGlyph.tsx';
import { VitalBar } from '../live/VitalBar.tsx';
import { STATE_WORDS, stateWords } from '../live/words.ts';
import { buttonClass } from '../ui/buttonClass.ts';
import { cx } from '../ui/cx.ts';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useNow } from '../ui/useNow.ts';
import { COLUMNS, type Column, totalDeaths, totalKills } from './columns.ts';
import styles from './PlayerTable.module.css';
import type { Sort } from './search.ts';
import { useRowWindow } from './useRowWindow.ts';

interface Props {
  players: readonly Player[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** The pointer is on a row, or has left the rows. */
  onPointed: (pointed: boolean) => void;
}

const TOUCH_ROW_PX = 45;
const ROW_PX = 33;
const LOW_TAPERS = 400;

/** The players as a table; only the rows in sight are rendered. */
export function PlayerTable({ players, sort, onSort, onPointed }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const coarse = useMediaQuery('(pointer: coarse)');
  const nowMs = useNow(1_000).getTime();
  const rowPx = coarse ? TOUCH_ROW_PX : ROW_PX;
  const { first, end, beforePx, afterPx } = useRowWindow(scroller, players.length, rowPx);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className={styles.scroller} tabIndex={0} aria-label="Players">
      <table className={styles.table} aria-rowcount={players.length + 1}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <Heading key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
            <th scope="col">
              <span className="visually-hidden">Map</span>
            </th>
          </tr>
        </thead>
        <tbody
          onPointerEnter={(event) => onPointed(event.pointerType === 'mouse')}
          onPointerLeave={() => onPointed(false)}
        >
          <Gap px={beforePx} />
          {players.slice(first, end).map((player, i) => (
            <Row
              key={player.name}
              player={player}
              index={first + i + 2}
              // Only what shows an age is rendered again for the time alone.
              nowMs={isOnline(player) && !player.attention ? 0 : nowMs}
            />
          ))}
          <Gap px={afterPx} />
        </tbody>
      </table>
    </section>
  );
}

function Gap({ px }: { px: number }) {
  if (px === 0) return null;
  return (
    <tr>
      <td colSpan={COLUMNS.length + 1} className={styles.gap} style={{ blockSize: `${px}px` }} />
    </tr>
  );
}

function Heading({ column, sort, onSort }: { column: Column; sort: Sort; onSort: (sort: Sort) => void }) {
  const active = sort.key === column.key;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={cx(column.number && styles.number, spareClass(column))}
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={cx(styles.sort, active && styles.active)}
        title={column.title}
        onClick={() =>
          onSort({
            key: column.key,
            descending: active ? !sort.descending : column.firstDescending === true,
          })
        }
      >
        {column.label}
        {active && <Arrow size={14} aria-hidden="true" />}
      </button>
    </th>
  );
}

function spareClass(column: Column): string | false {
  return column.spare === undefined ? false : (styles[`spare${column.spare}`] ?? false);
}

const Row = memo(function Row({ player, index, nowMs }: { player: Player; index: number; nowMs: number }) {
  const online = isOnline(player);
  const dead = player.state === 'dead';
  const latency = player.totals?.latencyMs ?? null;
  const tapers = player.totals?.tapers ?? null;
  return (
    <tr
      aria-rowindex={index}
      className={cx(player.attention && (dead ? styles.dead : styles.idle), !online && styles.offline)}
    >
      <th scope="row">
        <Link to="/players/$name" params={{ name: player.name }} className={styles.name}>
          <StateGlyph
            state={player.state}
            colour={player.colour}
            alarm={player.attention}
            offline={!online}
          />
          {player.name}
        </Link>
      </th>
      <td className={styles.state}>
        {player.attention ? stateWords(player, nowMs) : online ? STATE_WORDS[player.state] : 'Offline'}
      </td>
      <td>
        <span className={styles.place}>{player.nearby?.place.name}</span>{' '}
        {player.ew !== null && player.ns !== null && (
          <span className={styles.quiet}>{formatCoordinates(player.ew, player.ns)}</span>
        )}
      </td>
      <td className={cx(styles.number, styles.strong)}>
        {formatCount(online ? (player.totals?.killsPerHour ?? null) : null)}
      </td>
      <td className={styles.number}>{formatCount(totalKills(player))}</td>
      <td className={styles.number}>{formatCount(totalDeaths(player))}</td>
      <td className={cx(styles.number, online && tapers !== null && tapers < LOW_TAPERS && styles.low)}>
        {formatCount(tapers)}
      </td>
      <td>
        {online && (
          <span className={styles.vitals} title={vitalWords(player)}>
            <VitalBar share={vitalShare(player, 'health')} watchLow small />
            <VitalBar share={vitalShare(player, 'stamina')} small />
            <VitalBar share={vitalShare(player, 'mana')} small />
            <span className="visually-hidden">{vitalWords(player)}</span>
          </span>
        )}
      </td>
      <td className={cx(styles.number, styles.spare2)}>
        {(online && formatOnlineTime(player.totals?.onlineTime ?? '')) || '–'}
      </td>
      <td className={cx(styles.number, styles.spare1)}>
        {online && latency !== null ? (
          <>
            {formatCount(latency)} <span className={styles.quiet}>ms</span>
          </>
        ) : (
          '–'
        )}
      </td>
      <td className={styles.number}>
        {player.seenAtMs === null
          ? 'never'
          : online && nowMs === 0
            ? 'now'
            : formatAge(nowMs - player.seenAtMs)}
      </td>
      <td>
        <Link
          to="/"
          search={{ sel: player.name }}
          className={buttonClass({ kind: 'quiet', small: true, icon: true })}
          aria-label={`Show ${player.name} on the map`}
          title="Show on the map"
        >
          <MapPin size={16} aria-hidden="true" />
        </Link>
      </td>
    </tr>
  );
});

function vitalWords(player: Player): string {
  return (['health', 'stamina', 'mana'] as const)
    .map((key) => {
      const vital = player.vitals?.[key];
      return `${key} ${vital?.current ?? 'unknown'} of ${vital?.max ?? 'unknown'}`;
    })
    .join(', ');
}
