import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { editable, typeOf } from '../api/schema.ts';
import type { AuditEntry } from '../api/types.ts';
import { dashboard as words } from '../text/dashboard.ts';
import { text } from '../text/en.ts';
import { shell } from '../text/shell.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Icon, iconNamed } from '../ui/Icon.tsx';
import { countText, numberText } from '../ui/numbers.ts';
import { Link } from '../ui/router.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './DashboardPage.module.css';
import { lastDays } from './days.ts';
import { groupTypes } from './menu.ts';
import { PageHead } from './PageHead.tsx';
import { useDashboard } from './useDashboard.ts';

/** What there is, how much of it, and what was changed of late. */
export default function DashboardPage() {
  const { meta } = useAdmin();
  const dashboard = useDashboard();
  const { data } = dashboard;
  const counts = new Map(data?.types.map((t) => [t.type, { value: t.count, capped: t.capped }]));

  if (meta.types.length === 0) {
    return (
      <>
        <PageHead title={shell.dashboard} />
        <EmptyState icon="lock" title={shell.noTypes} why={shell.noTypesWhy} />
      </>
    );
  }
  return (
    <div className={styles.page} aria-busy={dashboard.isPending}>
      <PageHead title={shell.dashboard} />
      <div>
        {groupTypes(meta.types, meta.groups).map(([group, types]) => (
          <section key={group} aria-label={group || shell.other}>
            <h2 className={styles.heading}>{group || shell.other}</h2>
            <ul className={styles.cards}>
              {types.map((type) => {
                const count = counts.get(type.slug);
                return (
                  <li key={type.slug} className={styles.card}>
                    <Link href={`/${type.slug}`} className={styles.type}>
                      <Icon name={iconNamed(type.icon, 'table')} size={18} />
                      <span className={styles.name}>{type.plural}</span>
                      <span className={styles.count}>
                        {count === undefined
                          ? dashboard.isPending && <Skeleton width="36px" />
                          : countText(count)}
                      </span>
                    </Link>
                    {type.rights.create && editable(type) && (
                      <Link
                        href={`/${type.slug}/new`}
                        className={buttonClass({ kind: 'quiet', small: true, icon: true })}
                        aria-label={words.new(type.label.toLowerCase())}
                        title={words.new(type.label.toLowerCase())}
                      >
                        <Icon name="plus" />
                      </Link>
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
      <div>
        {dashboard.isError && (
          <EmptyState icon="triangle-alert" title={text.problem.failed} why={messageOf(dashboard.error)}>
            <Button onClick={() => void dashboard.refetch()}>{text.retry}</Button>
          </EmptyState>
        )}
        <section aria-label={words.changes}>
          <h2 className={styles.heading}>{words.changes}</h2>
          {data !== undefined && <Bars changes={data.changes} />}
        </section>
        <section aria-label={words.recent}>
          <h2 className={styles.heading}>{words.recent}</h2>
          {data?.recent.length === 0 && <p className={styles.none}>{words.noRecent}</p>}
          <ol className={styles.recent}>
            {data?.recent.map((entry) => (
              <li key={entry.change} className={styles.entry}>
                <Avatar name={entry.by.name} />
                <span className={styles.what}>
                  <strong>{entry.by.name}</strong> <Sentence entry={entry} />
                </span>
                <span className={styles.when}>
                  <Time at={entry.at} />
                </span>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </div>
  );
}

/** "changed 3 books". */
function Sentence({ entry }: { entry: AuditEntry }) {
  const { meta } = useAdmin();
  const type = typeOf(meta, entry.type);
  const verb = words.verbs[entry.action] ?? entry.action;
  if (type === undefined) return `${verb} ${words.own[entry.type] ?? entry.type}`;
  const what = `${numberText(entry.rows)} ${(entry.rows === 1 ? type.label : type.plural).toLowerCase()}`;
  return (
    <>
      {verb}{' '}
      <Link href={`/${type.slug}`} className={styles.link}>
        {what}
      </Link>
    </>
  );
}

/** Changes a day, as bars. */
function Bars({ changes }: { changes: readonly [string, number][] }) {
  const days = lastDays(changes, 30, new Date());
  const most = Math.max(1, ...days.map(({ count }) => count));
  const sum = days.reduce((all, { count }) => all + count, 0);
  return (
    <figure className={styles.bars}>
      <svg
        viewBox="0 0 300 64"
        preserveAspectRatio="none"
        role="img"
        aria-label={words.barsLabel(numberText(sum))}
      >
        {days.map(({ day, count }, i) => {
          const height = count === 0 ? 1 : 3 + (count / most) * 59;
          return (
            <rect
              key={day}
              className={count === 0 ? styles.empty : styles.bar}
              x={i * 10 + 1}
              y={64 - height}
              width={8}
              height={height}
            >
              <title>{words.day(day, numberText(count))}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className={styles.caption}>{words.total(numberText(sum))}</figcaption>
    </figure>
  );
}
