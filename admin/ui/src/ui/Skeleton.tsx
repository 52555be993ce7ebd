import styles from './Skeleton.module.css';

interface Props {
  /** Any CSS length. */
  width?: string;
  height?: string;
}

/** Holds the place of something that is on its way. The region around it says aria-busy. */
export function Skeleton({ width = '100%', height = '12px' }: Props) {
  return <span className={styles.bar} style={{ width, height }} aria-hidden="true" />;
}
