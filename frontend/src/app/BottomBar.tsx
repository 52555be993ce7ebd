import { Link, useLocation } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import styles from './BottomBar.module.css';
import { marksExactly, type Page } from './navigation.ts';
import { PageIcon } from './PageIcon.tsx';

interface Props {
  pages: readonly Page[];
  username: string | undefined;
}

/** A phone has room for so many; what is beyond goes under "More". */
const MOST = 5;

/** The ways through the site on a phone or tablet. */
export function BottomBar({ pages, username }: Props) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const link = (page: Page) => (
    <Link
      key={page.to}
      to={page.to}
      className={styles.item}
      activeOptions={{ exact: marksExactly(page, path), includeSearch: false }}
      onClick={() => document.getElementById('more-pages')?.hidePopover()}
    >
      {page.icon !== undefined ? (
        <PageIcon icon={page.icon} size={22} />
      ) : (
        <span className={styles.avatar} aria-hidden="true">
          {username?.slice(0, 1)}
        </span>
      )}
      {page.label}
    </Link>
  );
  const shown = pages.length > MOST ? pages.filter((page) => page.more !== true) : pages;
  const more = pages.filter((page) => !shown.includes(page));
  return (
    <nav className={styles.bar} aria-label="Pages">
      {shown.map(link)}
      {more.length > 0 && (
        <>
          <button type="button" className={styles.item} popoverTarget="more-pages">
            <Ellipsis size={22} aria-hidden="true" />
            More
          </button>
          <div id="more-pages" popover="auto" className={styles.more}>
            {more.map(link)}
          </div>
        </>
      )}
    </nav>
  );
}
