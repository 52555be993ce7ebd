import { formatCount } from '../live/age.ts';
import { Table } from '../ui/Table.tsx';
import { numberCell } from '../ui/tableCell.ts';
import { KIND_WORDS, type NearbyLine } from './nearby.ts';
import { RadarGlyph } from './Radar.tsx';
import styles from './RadarTab.module.css';

const COLUMNS = [
  { label: 'Name' },
  { label: 'Kind' },
  { label: 'Distance', kind: 'number' as const },
  { label: 'Health', kind: 'number' as const },
];

/** What is near a character as a list, the nearest first: the radar for those who do not see it. */
export function NearbyTable({ name, lines }: { name: string; lines: readonly NearbyLine[] }) {
  return (
    <Table caption={`Near ${name}`} columns={COLUMNS}>
      {lines.map((line) => (
        <tr key={line.key}>
          <th scope="row">
            <span className={styles.name}>
              <RadarGlyph kind={line.kind} />
              {line.name}
            </span>
          </th>
          <td>{KIND_WORDS[line.kind][0]}</td>
          <td className={numberCell}>
            {line.distance === null ? '–' : `${formatCount(line.distance)} m`} {line.side}
          </td>
          <td className={numberCell}>{line.healthPct === null ? '–' : `${Math.round(line.healthPct)} %`}</td>
        </tr>
      ))}
    </Table>
  );
}
