import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../live/age.ts';
import { isOnline } from '../live/player.ts';
import { usePlayer } from '../live/usePlayers.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { numberCell } from '../ui/tableCell.ts';
import { Card } from './Card.tsx';
import { useCharacter } from './characterContext.ts';
import { countWords, KIND_WORDS, nearbyLines } from './nearby.ts';
import { nearbyQuery } from './queries.ts';
import { Radar, RadarGlyph } from './Radar.tsx';
import styles from './RadarTab.module.css';
import tab from './Tab.module.css';

const COLUMNS = [
  { label: 'Name' },
  { label: 'Kind' },
  { label: 'Distance', kind: 'number' as const },
  { label: 'Health', kind: 'number' as const },
];

/** What its plugin sees round it, as a radar and as a list, the nearest first. */
export default function RadarTab() {
  const { name } = useCharacter();
  const player = usePlayer(name);
  const nearby = useQuery(nearbyQuery(name));
  if (nearby.isPending) return <Skeleton height="240px" />;
  const known = nearby.data ?? null;
  if (known === null || known.timestamp === null) {
    return (
      <EmptyState
        title={nearby.isError ? 'What is near could not be read' : 'Nothing near is known'}
        why={
          nearby.isError
            ? 'It is asked for again every two seconds.'
            : `${name}'s plugin has told of nothing round it since this server started.`
        }
      />
    );
  }
  // Inside, its own place on the map is where it went in: distances hold, directions do not.
  const outside =
    player !== null &&
    isOnline(player) &&
    player.state !== 'indoors' &&
    player.ew !== null &&
    player.ns !== null;
  const lines = nearbyLines(known.objects, outside ? { ew: player.ew ?? 0, ns: player.ns ?? 0 } : null);
  const radius = known.radius ?? 75;
  return (
    <div className={styles.pair}>
      <Card title="Radar" aside={<Time at={known.timestamp} />}>
        {outside ? (
          <Radar
            lines={lines}
            radius={radius}
            label={`${countWords(lines)} within ${Math.round(radius)} m`}
          />
        ) : (
          <p className={tab.none}>
            {player?.state === 'indoors' ? 'It is inside' : 'Its own place is not known'}: how far things are
            is told, on which side they are is not.
          </p>
        )}
        <p className={styles.count}>
          {countWords(lines) || 'Nothing'} <span className={tab.faint}>within {Math.round(radius)} m</span>
        </p>
      </Card>
      {lines.length === 0 ? (
        <EmptyState
          title="Nothing is near"
          why={`Within ${Math.round(radius)} m there is nobody and nothing.`}
        />
      ) : (
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
              <td className={numberCell}>
                {line.healthPct === null ? '–' : `${Math.round(line.healthPct)} %`}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
}
