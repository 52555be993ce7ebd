import { useSyncExternalStore } from 'react';
import { shell } from '../text/shell.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { activeShortcuts, type Shortcut, subscribeShortcuts } from '../ui/shortcuts.ts';
import styles from './ShortcutsDialog.module.css';

/** The keys that work on this page now. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const shortcuts = useSyncExternalStore(subscribeShortcuts, activeShortcuts);
  return (
    <Dialog title={shell.shortcuts} onClose={onClose} wide>
      <div className={styles.groups}>
        {byGroup(shortcuts).map(([group, list]) => (
          <section key={group} aria-label={group}>
            <h3 className={styles.heading}>{group}</h3>
            <ul>
              {list.map((shortcut) => (
                <li key={shortcut.keys} className={styles.row}>
                  <span>{shortcut.label}</span>
                  <Kbd keys={shortcut.keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function byGroup(shortcuts: readonly Shortcut[]): [string, Shortcut[]][] {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) {
    groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
  }
  // What works everywhere comes last: the keys of this page are what is looked for.
  return [...groups].sort(([a], [b]) => Number(a === shell.all) - Number(b === shell.all));
}
