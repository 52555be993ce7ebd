import styles from './Kbd.module.css';
import { keyCaps } from './shortcuts.ts';

/** Shows a shortcut as written in the table of shortcuts: "mod+k", "g m". */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keyCaps(keys).map((cap) => (
        <kbd key={cap} className={styles.key}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
