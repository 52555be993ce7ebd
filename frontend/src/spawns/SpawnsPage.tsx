import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download, Map as MapIcon, PawPrint } from 'lucide-react';
import { useMemo } from 'react';
import { messageOf } from '../api/problem.ts';
import { formatCount } from '../live/age.ts';
import { FilterField } from '../logs/FilterField.tsx';
import styles from '../logs/LogPage.module.css';
import { type LogColumn, LogTable } from '../logs/LogTable.tsx';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { csvOf } from '../ui/csv.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { saveText } from '../ui/saveText.ts';
import { HeatPicture } from './HeatPicture.tsx';
import { FIRST_HOURS, HOURS, heatQuery, type Mob, mobsQuery } from './queries.ts';
import mob from './SpawnsPage.module.css';

const route = getRouteApi('/spawn-map');
const FIRST_SORT = '-count';
const HOUR_OPTIONS = HOURS.map((hours) => ({
  value: String(hours),
  label: hours > 24 ? `${hours / 24} d` : `${hours} h`,
}));

/** Which monsters appeared how often, and where the chosen kind did. */
export function SpawnsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: typeof search) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const hours = HOURS.find((known) => String(known) === search.hours) ?? FIRST_HOURS;
  const sort = search.sort ?? FIRST_SORT;
  const mobs = useQuery(mobsQuery(hours));
  const heat = useQuery(heatQuery(hours, search.mob));
  const all = useMemo(() => mobs.data?.mobs ?? [], [mobs.data]);
  const total = useMemo(() => all.reduce((sum, { count }) => sum + count, 0), [all]);
  const words = (search.q ?? '').trim().toLowerCase();
  const rows = useMemo(() => all.filter((row) => row.mob.toLowerCase().includes(words)), [all, words]);
  const onMap = { layers: 'heat', hours, ...(search.mob !== undefined && { mob: search.mob }) };
  const most = all[0]?.count ?? 1;
  const columns: LogColumn<Mob>[] = [
    {
      key: 'mob',
      label: 'Monster',
      cell: (row) => (
        <button
          type="button"
          className={mob.pick}
          aria-pressed={row.mob === search.mob}
          onClick={() => change({ mob: row.mob === search.mob ? undefined : row.mob })}
        >
          {row.mob}
        </button>
      ),
      order: (row) => row.mob,
    },
    {
      key: 'count',
      label: 'Seen',
      cell: (row) => formatCount(row.count),
      order: (row) => row.count,
      number: true,
    },
    {
      key: 'rate',
      label: 'An hour',
      cell: (row) => rate(row.count / hours),
      order: (row) => row.count,
      number: true,
    },
    {
      key: 'share',
      label: 'Of all',
      cell: (row) => (
        <span className={mob.share}>
          <span className={mob.track} aria-hidden="true">
            <span className={mob.bar} style={{ inlineSize: `${(100 * row.count) / most}%` }} />
          </span>
          {share(row.count / total)}
        </span>
      ),
      number: true,
      minor: true,
    },
  ];

  function download() {
    const lines = rows.map((row) => [row.mob, row.count, Number((row.count / hours).toFixed(2))]);
    const name = `spawns-${hours}h-${new Date().toISOString().slice(0, 10)}.csv`;
    saveText(name, 'text/csv', csvOf([['Monster', 'Seen', 'An hour'], ...lines]));
  }

  return (
    <>
      <PageHead title="Spawns" />
      <div className={styles.page}>
        <div className={styles.bar}>
          <FilterField label="Monster" group="Spawns" value={search.q} onChange={(q) => change({ q })} />
          <Segmented
            label="How far back"
            value={String(hours)}
            options={HOUR_OPTIONS}
            onChange={(next) => change({ hours: next === String(FIRST_HOURS) ? undefined : next })}
          />
          <span className={styles.note} role="status">
            {mobs.isSuccess && `${formatCount(rows.length)} kinds, ${formatCount(total)} seen`}
          </span>
          <span className={styles.grow} />
          <Button icon={Download} disabled={rows.length === 0} onClick={download}>
            CSV
          </Button>
        </div>
        <div className={styles.columns}>
          {mobs.isPending ? (
            <Skeleton height="320px" />
          ) : rows.length > 0 ? (
            <LogTable
              caption="Monsters that appeared"
              columns={columns}
              rows={rows}
              rowKey={(row) => row.mob}
              sort={sort}
              onSort={(next) => change({ sort: next === FIRST_SORT ? undefined : next })}
              chosen={search.mob}
            />
          ) : mobs.isError ? (
            <EmptyState title="The spawns could not be read" why={messageOf(mobs.error)}>
              <Button kind="main" onClick={() => void mobs.refetch()}>
                Try again
              </Button>
            </EmptyState>
          ) : (
            <EmptyState
              icon={PawPrint}
              title={words === '' ? 'No monster was seen' : `No monster is called “${search.q}”`}
              why={
                hours === 168
                  ? 'None in seven days, and older ones are not kept.'
                  : 'None in the hours that are looked at.'
              }
            >
              <Button onClick={() => change({ q: undefined, hours: '168' })}>Look at seven days</Button>
            </EmptyState>
          )}
          <aside className={styles.side} aria-label="Where they appeared">
            <section className={styles.card}>
              <h2 className={styles.heading}>{search.mob ?? 'All monsters'}</h2>
              <HeatPicture heat={heat.data} label={search.mob ?? 'all monsters'} />
              <Link to="/" search={onMap} className={buttonClass({ wide: true })}>
                <MapIcon size={16} aria-hidden="true" />
                Open on the map
              </Link>
            </section>
          </aside>
        </div>
      </div>
    </>
  );
}

/** "412", or "3.1" of what is few. */
function rate(perHour: number): string {
  return perHour < 10 ? perHour.toFixed(1) : formatCount(perHour);
}

function share(part: number): string {
  return part > 0 && part < 0.001 ? '< 0.1 %' : `${(100 * part).toFixed(1)} %`;
}
