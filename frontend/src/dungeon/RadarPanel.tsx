import { countWords } from '../character/nearby.ts';
import { Radar } from '../character/Radar.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { DungeonView } from './DungeonView.tsx';
import styles from './Panel.module.css';
import { useSurroundings } from './useSurroundings.ts';

/** What is round a character, for a window: the dungeon where it is in one, else its radar. It fills its box. */
export default function RadarPanel({ name }: { name: string }) {
  const around = useSurroundings(name);
  const { lines, radius, placed } = around;
  if (around.isPending) return <Skeleton height="160px" />;
  if (around.isError) return <p className={styles.none}>What is near could not be read just now.</p>;
  if (around.indoors && around.plan !== null) return <DungeonView name={name} around={around} />;
  const words = countWords(lines);
  return (
    <div className={styles.panel}>
      {placed ? (
        <Radar lines={lines} radius={radius} label={`${words || 'Nothing'} within ${Math.round(radius)} m`} />
      ) : (
        <p className={styles.none}>
          {name}’s place is not known just now: how far things are is told, their side is not.
        </p>
      )}
      <p className={styles.count}>
        {words || 'Nothing'} within {Math.round(radius)} m
      </p>
    </div>
  );
}
