import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ChartLine, RotateCcw } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { messageOf } from '../api/problem.ts';
import { isOnline } from '../live/player.ts';
import { usePlayers } from '../live/usePlayers.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import styles from './ChartsPage.module.css';
import { CHART_KEYS, type ChartKey, KINDS, MOST_EACH, panelsOf } from './group.ts';
import { groupQuery, marksQuery } from './queries.ts';
import { moment } from './ticks.ts';
import { Who } from './Who.tsx';
import { type ChartWindow, PRESETS, readWindow, writeWindow, zoomed } from './window.ts';

const TimeChart = lazy(() => import('./TimeChart.tsx'));
const route = getRouteApi('/charts');
/** So many are asked for at once; each is a question of its own to the server. */
const MOST_CHARACTERS = 24;
const FIRST_KEYS: readonly ChartKey[] = ['kills_per_hour', 'rares_found', 'deaths', 'latency_ms', 'mem_mb'];
const HOW = [
  { value: 'sum', label: 'Together' },
  { value: 'each', label: 'Each' },
] as const;

/** What characters did over time: one crosshair through all panels, rares and deaths marked, any stretch zoomed into. */
export function ChartsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: typeof search) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const players = usePlayers();
  const window = useMemo(() => readWindow(search.range), [search.range]);
  const chosen = useMemo(() => search.chars?.split(',').filter(Boolean) ?? null, [search.chars]);
  // Nobody chosen means those who hunt most now; held by their names, so that a rank that changes asks for nothing.
  const busiest = players
    .filter(isOnline)
    .toSorted((a, b) => (b.totals?.killsPerHour ?? 0) - (a.totals?.killsPerHour ?? 0))
    .slice(0, MOST_CHARACTERS)
    .map(({ name }) => name)
    .toSorted()
    .join(',');
  const names = useMemo(
    () => chosen?.slice(0, MOST_CHARACTERS) ?? busiest.split(',').filter(Boolean),
    [chosen, busiest],
  );
  const panelNames = search.panels?.split(',');
  const keys = CHART_KEYS.filter((key) => panelNames?.includes(key) ?? FIRST_KEYS.includes(key));
  const each = search.how === 'each';
  const drawn = each ? names.slice(0, MOST_EACH) : names;
  const group = useQuery({ ...groupQuery(drawn, window), enabled: drawn.length > 0 });
  const marks = useQuery({ ...marksQuery(drawn, window), enabled: drawn.length > 0 }).data;
  const keyList = keys.join();
  const panels = useMemo(
    () =>
      group.data === undefined
        ? []
        : panelsOf(group.data, keyList.split(',').filter(Boolean) as ChartKey[], each),
    [group.data, keyList, each],
  );
  const look = (next: ChartWindow) => change({ range: writeWindow(next) });
  const preset = 'back' in window ? window.back : null;

  function togglePanel(key: ChartKey) {
    const next = keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key];
    const words = CHART_KEYS.filter((known) => next.includes(known)).join();
    change({ panels: words === FIRST_KEYS.join() ? undefined : words || 'none' });
  }

  return (
    <>
      <PageHead title="Charts" />
      <div className={styles.page}>
        <div className={styles.bar}>
          <Segmented
            label="How far back"
            value={preset ?? 'own'}
            options={[
              ...PRESETS.map((value) => ({ value, label: value })),
              ...(preset === null ? [{ value: 'own' as const, label: 'Zoomed' }] : []),
            ]}
            onChange={(next) => next !== 'own' && look({ back: next })}
          />
          {!('back' in window) && (
            <>
              <span className={styles.note}>
                {moment(window.from, Infinity)} – {moment(window.to, Infinity)}
              </span>
              <Button icon={RotateCcw} onClick={() => change({ range: undefined })}>
                Reset
              </Button>
            </>
          )}
          <span className={styles.grow} />
          <Segmented
            label="Characters"
            value={each ? 'each' : 'sum'}
            options={HOW}
            onChange={(next) => change({ how: next === 'each' ? 'each' : undefined })}
          />
          <Who
            players={players}
            chosen={chosen}
            most={MOST_CHARACTERS}
            onChange={(next) => change({ chars: next === null ? undefined : next.join(',') })}
          />
        </div>
        <fieldset className={styles.panels}>
          <legend className="visually-hidden">Charts that are shown</legend>
          {CHART_KEYS.map((key) => (
            <label key={key} className={styles.panel}>
              <input type="checkbox" checked={keys.includes(key)} onChange={() => togglePanel(key)} />
              {KINDS[key].label}
            </label>
          ))}
        </fieldset>
        <div className={styles.chart} aria-busy={group.isFetching}>
          {group.isError && group.data === undefined ? (
            <EmptyState title="The charts could not be read" why={messageOf(group.error)}>
              <Button kind="main" onClick={() => void group.refetch()}>
                Try again
              </Button>
            </EmptyState>
          ) : group.data === undefined ? (
            players.length > 0 && names.length === 0 ? (
              <EmptyState
                icon={ChartLine}
                title="Nobody is online"
                why="Choose characters to see what they did."
              />
            ) : (
              <Skeleton height="480px" />
            )
          ) : group.data.t.length === 0 || panels.length === 0 ? (
            <EmptyState
              icon={ChartLine}
              title={panels.length === 0 ? 'No chart is chosen' : 'Nothing is stored of this stretch'}
              why={
                panels.length === 0
                  ? 'Tick some above.'
                  : 'The characters that are chosen were away, or the server was.'
              }
            >
              <Button onClick={() => change({ range: '7d', panels: undefined })}>Look at seven days</Button>
            </EmptyState>
          ) : (
            <Suspense fallback={<Skeleton height="480px" />}>
              <TimeChart
                label={`${keys.map((key) => KINDS[key].label).join(', ')} of ${drawn.length} characters. The numbers by the hour are a table on each character's page, under History.`}
                syncKey="charts"
                t={group.data.t}
                panels={panels}
                marks={marks ?? []}
                from={group.data.from}
                to={group.data.to}
                onZoom={(from, to) => {
                  const next = zoomed(from, to);
                  if (next !== null) look(next);
                }}
              />
            </Suspense>
          )}
        </div>
        <p className={styles.note}>
          Drag over a chart to zoom, or press Z at one end of a stretch and again at the other.
          {each && names.length > MOST_EACH && ` The first ${MOST_EACH} of ${names.length} are drawn.`}
        </p>
      </div>
    </>
  );
}
