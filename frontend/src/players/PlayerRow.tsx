import { Link } from '@tanstack/react-router';
import { MapPin } from 'lucide-react';
import { memo } from 'react';
import type { Day } from '../live/day.ts';
import { isOnline, type Player } from '../live/player.ts';
import { StateGlyph } from '../live/StateGlyph.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import box from '../ui/Checkbox.module.css';
import { cx } from '../ui/cx.ts';
import { columnClass } from './columnClass.ts';
import type { HourSeriesStore } from './hourSeries.ts';
import { PlayerCell } from './PlayerCell.tsx';
import styles from './PlayerTable.module.css';
import type { ColumnKey } from './search.ts';

interface Props {
  player: Player;
  /** Its place in the whole table, counted from the headings. */
  index: number;
  columns: readonly ColumnKey[];
  day: Day | null;
  nowMs: number;
  hours: HourSeriesStore;
  selected: boolean;
  /** The one row that Tab stops at. */
  tabStop: boolean;
  onSelect: (name: string, selected: boolean) => void;
}

/** One player of the table. The name is the row's handle: arrows go from one to the next, Space selects, Enter opens. */
export const PlayerRow = memo(function PlayerRow(props: Props) {
  const { player, index, columns, day, nowMs, hours, selected, tabStop, onSelect } = props;
  const { name } = player;
  const online = isOnline(player);
  const stop = tabStop ? 0 : -1;
  return (
    <tr
      data-player={name}
      aria-rowindex={index}
      className={cx(
        selected && styles.selected,
        player.attention && (player.state === 'dead' ? styles.dead : styles.idle),
        !online && styles.offline,
      )}
    >
      <td className={styles.tick}>
        <input
          type="checkbox"
          className={box.box}
          aria-label={`Select ${name}`}
          tabIndex={stop}
          checked={selected}
          onChange={(event) => onSelect(name, event.target.checked)}
        />
      </td>
      <th scope="row" className={styles.first}>
        <Link to="/players/$name" params={{ name }} className={styles.name} tabIndex={stop} data-handle="">
          <StateGlyph
            state={player.state}
            colour={player.colour}
            alarm={player.attention}
            offline={!online}
          />
          {name}
        </Link>
      </th>
      {columns.map(
        (column) =>
          column !== 'name' && (
            <td key={column} className={columnClass(column)}>
              <PlayerCell column={column} player={player} day={day} nowMs={nowMs} hours={hours} />
            </td>
          ),
      )}
      <td className={styles.pin}>
        <Link
          to="/"
          search={{ sel: name }}
          className={buttonClass({ kind: 'quiet', small: true, icon: true, className: styles.map })}
          tabIndex={stop}
          aria-label={`Show ${name} on the map`}
          title="Show on the map"
        >
          <MapPin size={16} aria-hidden="true" />
        </Link>
      </td>
    </tr>
  );
});
