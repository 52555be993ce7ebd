import { Link, useLocation } from '@tanstack/react-router';
import { Pin, PinOff } from 'lucide-react';
import { cx } from '../ui/cx.ts';
import { Brand } from './Brand.tsx';
import { marksExactly, type Page } from './navigation.ts';
import { PageIcon } from './PageIcon.tsx';
import styles from './Rail.module.css';

interface Props {
  pages: readonly Page[];
  username: string | undefined;
  pinned: boolean;
  onPin: (pinned: boolean) => void;
}

/** The ways through the site on a wide screen: icons, with names when it is pointed at, focused or pinned. */
export function Rail({ pages, username, pinned, onPin }: Props) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const link = (page: Page) => (
    <Link
      key={page.to}
      to={page.to}
      className={styles.item}
      activeOptions={{ exact: marksExactly(page, path), includeSearch: false }}
    >
      {page.icon !== undefined ? (
        <PageIcon icon={page.icon} size={20} />
      ) : (
        <span className={styles.avatar} aria-hidden="true">
          {username?.slice(0, 1)}
        </span>
      )}
      <span className={styles.name}>{page.icon === undefined ? username : page.label}</span>
      {page.icon === undefined && <span className="visually-hidden">, {page.label}</span>}
    </Link>
  );
  const top = pages.filter((page) => page.adminOnly !== true && page.userOnly !== true);
  const bottom = pages.filter((page) => !top.includes(page));
  return (
    <nav className={cx(styles.rail, pinned && styles.pinned)} aria-label="Pages">
      <div className={styles.inner}>
        <div className={styles.brand}>
          <Brand />
          <span>Mosswart Overlord</span>
        </div>
        {top.map(link)}
        <span className={styles.space} />
        <button
          type="button"
          className={cx(styles.item, styles.pin)}
          aria-pressed={pinned}
          onClick={() => onPin(!pinned)}
        >
          {pinned ? <PinOff size={18} aria-hidden="true" /> : <Pin size={18} aria-hidden="true" />}
          <span className={styles.name}>Keep wide</span>
        </button>
        {bottom.map(link)}
      </div>
    </nav>
  );
}
