import { Link, useLocation } from '@tanstack/react-router';
import styles from './BottomBar.module.css';
import { marksExactly, type Page } from './navigation.ts';

interface Props {
  pages: readonly Page[];
  username: string | undefined;
}

/** The ways through the site on a phone or tablet. */
export function BottomBar({ pages, username }: Props) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  return (
    <nav className={styles.bar} aria-label="Pages">
      {pages.map((page) => (
        <Link
          key={page.to}
          to={page.to}
          className={styles.item}
          activeOptions={{ exact: marksExactly(page, path), includeSearch: false }}
        >
          {page.icon !== undefined ? (
            <page.icon size={22} strokeWidth={1.75} aria-hidden="true" />
          ) : (
            <span className={styles.avatar} aria-hidden="true">
              {username?.slice(0, 1)}
            </span>
          )}
          {page.label}
        </Link>
      ))}
    </nav>
  );
}
