import { useSyncExternalStore } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { activeShortcuts, type Shortcut, subscribeShortcuts } from '../ui/shortcuts.ts';
import styles from './ShortcutsDialog.module.css';

/** The keys that work on this page now. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const shortcuts = useSyncExternalStore(subscribeShortcuts, activeShortcuts);
  return (
    <Dialog title="Keys" onClose={onClose} wide>
      {byGroup(shortcuts).map(([group, list]) => (
        <section key={group} className={styles.group} aria-label={group}>
          <h3 className={styles.heading}>{group}</h3>
          <ul className={styles.list}>
            {list.map((shortcut) => (
              <li key={shortcut.keys} className={styles.row}>
                <span>{shortcut.label}</span>
                <Kbd keys={shortcut.keys} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

function byGroup(shortcuts: readonly Shortcut[]): [string, Shortcut[]][] {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) {
    groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
  }
  // What works everywhere comes last: the keys of this page are what is looked for.
  return [...groups].sort(([a], [b]) => Number(a === 'Everywhere') - Number(b === 'Everywhere'));
}
