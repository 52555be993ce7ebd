import { Skeleton } from '../ui/Skeleton.tsx';
import { DungeonView } from './DungeonView.tsx';
import styles from './Panel.module.css';
import { useSurroundings } from './useSurroundings.ts';

/** The dungeon that a character is in, for a window; it fills its box. */
export default function DungeonPanel({ name }: { name: string }) {
  const around = useSurroundings(name);
  if (around.isPending) return <Skeleton height="160px" />;
  if (around.indoors) return <DungeonView name={name} around={around} />;
  return (
    <p className={styles.none}>
      {around.placed ? `${name} is outdoors.` : `Nobody knows where ${name} is just now.`}
    </p>
  );
}
