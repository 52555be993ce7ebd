import { useRef, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import type { Type } from '../api/types.ts';
import { shell } from '../text/shell.ts';
import { cx } from '../ui/cx.ts';
import { Icon, iconNamed } from '../ui/Icon.tsx';
import type { IconName } from '../ui/icons.gen.ts';
import { countText } from '../ui/numbers.ts';
import { Link, useNavigate, usePath } from '../ui/router.tsx';
import { groupTypes, matchingTypes } from './menu.ts';
import { FIRST_PAGE, type Page } from './pages.ts';
import styles from './Sidebar.module.css';
import { useDashboard } from './useDashboard.ts';

/** The types in their groups, with how many rows each has, and the other pages. */
export function Sidebar({ pages }: { pages: readonly Page[] }) {
  const { meta } = useAdmin();
  const [query, setQuery] = useState('');
  const path = usePath();
  const navigate = useNavigate();
  const nav = useRef<HTMLElement>(null);
  const dashboard = useDashboard();
  const counts = new Map(dashboard.data?.types.map((t) => [t.type, { value: t.count, capped: t.capped }]));
  const types = matchingTypes(meta.types, query);

  function count(type: Type): string {
    const known = counts.get(type.slug);
    if (known !== undefined) return countText(known);
    return type.view ? shell.view : '';
  }

  return (
    <nav ref={nav} className={styles.bar} aria-label={shell.types}>
      <search className={styles.find}>
        <Icon name="search" size={14} />
        <input
          className={styles.input}
          type="search"
          aria-label={shell.findType}
          placeholder={shell.findType}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            const first = types[0];
            if (event.key === 'Enter' && query !== '' && first !== undefined) {
              setQuery('');
              navigate(`/${first.slug}`);
            } else if (event.key === 'Escape') setQuery('');
          }}
        />
      </search>
      <div className={styles.lists}>
        {query === '' && (
          <ul>
            <Entry to="/" label={FIRST_PAGE.label} icon={FIRST_PAGE.icon} current={path === '/'} />
          </ul>
        )}
        {groupTypes(types, meta.groups).map(([group, members]) => (
          <section key={group} aria-label={group || shell.other}>
            <h2 className={styles.heading}>{group || shell.other}</h2>
            <ul>
              {members.map((type) => (
                <Entry
                  key={type.slug}
                  to={`/${type.slug}`}
                  label={type.plural}
                  icon={iconNamed(type.icon, type.view || type.time_field ? 'database' : 'table')}
                  count={count(type)}
                  current={path === `/${type.slug}` || path.startsWith(`/${type.slug}/`)}
                />
              ))}
            </ul>
          </section>
        ))}
        {types.length === 0 && query !== '' && <p className={styles.nothing}>{shell.noType(query)}</p>}
        {pages.length > 0 && query === '' && (
          <section aria-label={shell.system}>
            <h2 className={styles.heading}>{shell.system}</h2>
            <ul>
              {pages.map((page) => (
                <Entry
                  key={page.path}
                  to={page.path}
                  label={page.label}
                  icon={page.icon}
                  current={path === page.path}
                />
              ))}
            </ul>
          </section>
        )}
      </div>
    </nav>
  );
}

interface EntryProps {
  to: string;
  label: string;
  icon: IconName;
  count?: string;
  current: boolean;
}

function Entry({ to, label, icon, count, current }: EntryProps) {
  return (
    <li>
      <Link
        href={to}
        className={cx(styles.entry, current && styles.current)}
        aria-current={current ? 'page' : undefined}
      >
        <Icon name={icon} />
        <span className={styles.label}>{label}</span>
        {count !== undefined && <span className={styles.count}>{count}</span>}
      </Link>
    </li>
  );
}
