import { Search } from 'lucide-react';
import { useConnection } from '../live/useConnection.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { StatusPill } from '../ui/StatusPill.tsx';
import styles from './Tools.module.css';

/** The right end of every page head. */
export function Tools({ onPalette }: { onPalette: () => void }) {
  const connection = useConnection();
  return (
    <>
      <button type="button" className={styles.palette} onClick={onPalette}>
        <Search size={16} aria-hidden="true" />
        <span className="visually-hidden">Go to or run</span>
        <span className={styles.words} aria-hidden="true">
          Go to or run…
        </span>
        <span className={styles.keys} aria-hidden="true">
          <Kbd keys="mod+k" />
        </span>
      </button>
      <StatusPill {...connection} />
    </>
  );
}
