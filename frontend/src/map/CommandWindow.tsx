import { X } from 'lucide-react';
import CommandConsole from '../live/CommandConsole.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './CommandWindow.module.css';

/** The command line as a small window over the map. */
export default function CommandWindow({ name, onClose }: { name: string; onClose: () => void }) {
  return (
    <section className={styles.window} aria-label={`Commands for ${name}`}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          {name} <span className={styles.quiet}>Console</span>
        </h2>
        <IconButton small icon={X} label="Close the console" onClick={onClose} />
      </header>
      <CommandConsole key={name} name={name} autoFocus />
    </section>
  );
}
