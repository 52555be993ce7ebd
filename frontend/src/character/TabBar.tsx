import { Link } from '@tanstack/react-router';
import { readRange } from '../charts/range.ts';
import styles from './TabBar.module.css';
import { TABS } from './tabs.ts';

/** The ways to the parts of a character's page; each has an address of its own. */
export function TabBar({ name }: { name: string }) {
  return (
    <nav className={styles.bar} aria-label={`More of ${name}`}>
      {TABS.map(({ key, label }) => (
        <Link
          key={key}
          className={styles.tab}
          resetScroll={false}
          activeOptions={{ exact: true, includeSearch: false }}
          search={({ win, range }) => ({ win, range: readRange(range) })}
          {...(key === ''
            ? { to: '/players/$name' as const, params: { name } }
            : { to: '/players/$name/$tab' as const, params: { name, tab: key } })}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
