import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Link } from './router.tsx';
import styles from './Tabs.module.css';

export interface Tab {
  key: string;
  label: ReactNode;
  /** Address within the admin. */
  to: string;
  count?: string | undefined;
}

interface Props {
  label: string;
  tabs: readonly Tab[];
  /** The key of the tab that is shown. */
  current: string | undefined;
  /** What stands behind the tabs. */
  children?: ReactNode;
}

/** Places that lie beside each other, each with an address of its own. */
export function Tabs({ label, tabs, current, children }: Props) {
  return (
    <nav className={styles.bar} aria-label={label}>
      <ul className={styles.tabs}>
        {tabs.map((tab) => (
          <li key={tab.key}>
            <Link
              href={tab.to}
              className={cx(styles.tab, tab.key === current && styles.current)}
              aria-current={tab.key === current ? 'page' : undefined}
            >
              {tab.label}
              {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {children}
    </nav>
  );
}
