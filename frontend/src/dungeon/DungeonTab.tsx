import { Link } from '@tanstack/react-router';
import { useCharacter } from '../character/characterContext.ts';
import { NearbyTable } from '../character/NearbyTable.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import { numberCell } from '../ui/tableCell.ts';
import styles from './DungeonTab.module.css';
import { DungeonView } from './DungeonView.tsx';
import { STOREY_METRES } from './plan.ts';
import { type Fellow, useSurroundings } from './useSurroundings.ts';

const COLUMNS = [
  { label: 'Of the guild' },
  { label: 'Level' },
  { label: 'Distance', kind: 'number' as const },
];

/** The dungeon that it is in: its storeys with who and what is there, and the same as lists. */
export default function DungeonTab() {
  const { name } = useCharacter();
  const around = useSurroundings(name);
  if (around.isPending) return <Skeleton height="360px" />;
  if (!around.indoors || around.me === null) {
    return (
      <EmptyState
        title={around.isError ? 'Where it is could not be read' : `${name} is in no dungeon`}
        why={
          around.isError
            ? 'It is asked for again every two seconds.'
            : around.placed
              ? 'It is outdoors. When it goes in, the floor plan is drawn here.'
              : 'Its plugin has not been heard of within the last half minute.'
        }
      >
        <Link to="/players/$name/$tab" params={{ name, tab: 'radar' }} className={buttonClass()}>
          Radar
        </Link>
      </EmptyState>
    );
  }
  const { me, fellows, lines } = around;
  return (
    <div className={styles.pair}>
      <section className={styles.map} aria-label="Dungeon">
        <DungeonView name={name} around={around} />
      </section>
      <div className={styles.lists}>
        {fellows.length > 0 && (
          <Table caption={`Others in the dungeon with ${name}`} columns={COLUMNS}>
            {fellows.map((fellow) => (
              <tr key={fellow.name}>
                <th scope="row">
                  <Link to="/players/$name/$tab" params={{ name: fellow.name, tab: 'dungeon' }}>
                    {fellow.name}
                  </Link>
                </th>
                <td>{levelWords(me, fellow)}</td>
                <td className={numberCell}>
                  {Math.round(Math.hypot(fellow.spot.x - me.spot.x, fellow.spot.y - me.spot.y))} m
                </td>
              </tr>
            ))}
          </Table>
        )}
        {lines.length === 0 ? (
          <EmptyState title="Nothing is near" why="Its plugin tells of nobody and nothing round it." />
        ) : (
          <NearbyTable name={name} lines={lines} />
        )}
      </div>
    </div>
  );
}

function levelWords(me: Fellow, other: Fellow): string {
  const storeys = Math.round((other.z - me.z) / STOREY_METRES);
  if (storeys === 0) return 'same';
  return storeys > 0 ? `${storeys} up` : `${-storeys} down`;
}
