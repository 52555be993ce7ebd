import { useSurroundings } from '../dungeon/useSurroundings.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Time } from '../ui/Time.tsx';
import { Card } from './Card.tsx';
import { useCharacter } from './characterContext.ts';
import { NearbyTable } from './NearbyTable.tsx';
import { countWords } from './nearby.ts';
import { Radar } from './Radar.tsx';
import styles from './RadarTab.module.css';
import tab from './Tab.module.css';

/** What its plugin sees round it, as a radar and as a list, the nearest first. */
export default function RadarTab() {
  const { name } = useCharacter();
  const { isPending, isError, placed, lines, radius, toldAt } = useSurroundings(name);
  if (isPending) return <Skeleton height="240px" />;
  if (toldAt === null) {
    return (
      <EmptyState
        title={isError ? 'What is near could not be read' : 'Nothing near is known'}
        why={
          isError
            ? 'It is asked for again every two seconds.'
            : `${name}'s plugin has told of nothing round it since this server started.`
        }
      />
    );
  }
  const words = countWords(lines);
  return (
    <div className={styles.pair}>
      <Card title="Radar" aside={<Time at={toldAt} />}>
        {placed ? (
          <Radar lines={lines} radius={radius} label={`${words} within ${Math.round(radius)} m`} />
        ) : (
          <p className={tab.none}>
            Its own place is not known: how far things are is told, on which side they are is not.
          </p>
        )}
        <p className={styles.count}>
          {words || 'Nothing'} <span className={tab.faint}>within {Math.round(radius)} m</span>
        </p>
      </Card>
      {lines.length === 0 ? (
        <EmptyState
          title="Nothing is near"
          why={`Within ${Math.round(radius)} m there is nobody and nothing.`}
        />
      ) : (
        <NearbyTable name={name} lines={lines} />
      )}
    </div>
  );
}
