import { useState } from 'react';
import type { components } from '../api/schema.d.ts';
import { formatCount } from '../live/age.ts';
import { Button } from '../ui/Button.tsx';
import { Table } from '../ui/Table.tsx';
import { numberCell } from '../ui/tableCell.ts';
import { dayTime } from './dates.ts';
import styles from './Tab.module.css';

const COLUMNS = [
  { label: 'Hour from' },
  { label: 'Kills', kind: 'number' as const },
  { label: 'Kills / h', kind: 'number' as const },
  { label: 'Rares', kind: 'number' as const },
  { label: 'Deaths', kind: 'number' as const },
  { label: 'Minutes online', kind: 'number' as const },
];
const FEW = 24;

interface Props {
  name: string;
  hours: readonly components['schemas']['StatsHour'][];
  loading: boolean;
}

/** What it did hour by hour, the newest first: the charts' numbers, to be read. */
export function HoursTable({ name, hours, loading }: Props) {
  const [all, setAll] = useState(false);
  // Hours without a minute online say only that it was away.
  const lived = hours.filter((hour) => hour.minutes > 0).toReversed();
  const shown = all ? lived : lived.slice(0, FEW);
  if (shown.length === 0) {
    return <p className={styles.none}>{loading ? 'Looking…' : 'It was online in none of these hours.'}</p>;
  }
  return (
    <>
      <Table caption={`${name} hour by hour`} columns={COLUMNS}>
        {shown.map((hour) => (
          <tr key={hour.start}>
            <th scope="row">
              <time dateTime={hour.start}>{dayTime(hour.start)}</time>
            </th>
            <td className={numberCell}>{formatCount(hour.kills)}</td>
            <td className={numberCell}>{formatCount((hour.kills / hour.minutes) * 60)}</td>
            <td className={numberCell}>{formatCount(hour.rares)}</td>
            <td className={numberCell}>{formatCount(hour.deaths)}</td>
            <td className={numberCell}>{formatCount(hour.minutes)}</td>
          </tr>
        ))}
      </Table>
      {lived.length > shown.length && (
        <Button onClick={() => setAll(true)}>{lived.length - shown.length} more hours</Button>
      )}
    </>
  );
}
