import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Download, Swords } from 'lucide-react';
import { useMemo } from 'react';
import { messageOf } from '../api/problem.ts';
import { combatQuery } from '../character/queries.ts';
import { FilterField } from '../logs/FilterField.tsx';
import styles from '../logs/LogPage.module.css';
import { Button } from '../ui/Button.tsx';
import { csvOf } from '../ui/csv.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { saveText } from '../ui/saveText.ts';
import { CombatGrid } from './CombatGrid.tsx';
import own from './CombatPage.module.css';
import { Fighters } from './Fighters.tsx';
import { gridOf, MEASURE_WORDS, MEASURES, measured, type Side, sortGrid } from './grid.ts';
import { groupQuery, type Monsters, type Part } from './queries.ts';

const route = getRouteApi('/combat');
const FIRST_SORT = '-damage';
const FIRST_BY = '-kills-now';
const nothing: Monsters = {};
const PARTS = [
  { value: 'session', label: 'Session' },
  { value: 'lifetime', label: 'Lifetime' },
] as const;
const SIDES = [
  { value: 'offense', label: 'Given' },
  { value: 'defense', label: 'Received' },
] as const;

/** The fights of the group: by monster, kind of attack and element, of all or of one character. */
export function CombatPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: typeof search) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const part: Part = search.of === 'lifetime' ? 'lifetime' : 'session';
  const side: Side = search.side === 'defense' ? 'defense' : 'offense';
  const measure = MEASURES.find((known) => known === search.show) ?? 'damage';
  const sort = search.sort ?? FIRST_SORT;
  const who = search.who;
  const group = useQuery({ ...groupQuery(part, true), enabled: who === undefined });
  const one = useQuery({ ...combatQuery(who ?? ''), enabled: who !== undefined });
  const lifetimes = useQuery(groupQuery('lifetime', false)).data?.combat ?? [];
  const sessions = useQuery(groupQuery('session', false)).data?.combat ?? [];
  const asked = who === undefined ? group : one;
  const monsters = (who === undefined ? group.data?.monsters : one.data?.[part]?.monsters) ?? nothing;
  const whole = useMemo(() => gridOf(monsters, side), [monsters, side]);
  const words = (search.q ?? '').trim().toLowerCase();
  const grid = useMemo(
    () => ({ ...whole, rows: whole.rows.filter(({ monster }) => monster.toLowerCase().includes(words)) }),
    [whole, words],
  );

  function download() {
    const head = [
      'Monster',
      'Kills',
      'Damage',
      ...grid.ways.map(({ key }) => `${key}, ${MEASURE_WORDS[measure]}`),
    ];
    const lines = sortGrid(grid.rows, sort, measure).map((row) => [
      row.monster,
      row.kills,
      row.damage,
      ...grid.ways.map(({ key }) => measured(row.cells.get(key), measure)),
    ]);
    saveText(`combat-${new Date().toISOString().slice(0, 10)}.csv`, 'text/csv', csvOf([head, ...lines]));
  }

  const whose = who ?? 'everybody';
  return (
    <>
      <PageHead title="Combat" />
      <div className={styles.page}>
        <div className={styles.bar}>
          <FilterField label="Monster" group="Combat" value={search.q} onChange={(q) => change({ q })} />
          <Segmented
            label="Which fights"
            value={part}
            options={PARTS}
            onChange={(next) => change({ of: next === 'session' ? undefined : next })}
          />
          <Segmented
            label="Which damage"
            value={side}
            options={SIDES}
            onChange={(next) => change({ side: next === 'offense' ? undefined : next, sort: undefined })}
          />
          <select
            className={styles.pick}
            aria-label="What the cells show"
            value={measure}
            onChange={(event) =>
              change({ show: event.target.value === 'damage' ? undefined : event.target.value })
            }
          >
            {MEASURES.map((each) => (
              <option key={each} value={each}>
                {MEASURE_WORDS[each]}
              </option>
            ))}
          </select>
          <select
            className={styles.pick}
            aria-label="Whose fights"
            value={who ?? ''}
            onChange={(event) => change({ who: event.target.value === '' ? undefined : event.target.value })}
          >
            <option value="">Everybody together</option>
            {who !== undefined && !lifetimes.some((each) => each.character_name === who) && (
              <option>{who}</option>
            )}
            {lifetimes.map(({ character_name: name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <span className={styles.grow} />
          <Button icon={Download} disabled={grid.rows.length === 0} onClick={download}>
            CSV
          </Button>
        </div>
        {asked.isPending ? (
          <Skeleton height="320px" />
        ) : grid.rows.length > 0 ? (
          <CombatGrid
            caption={`Fights of ${whose} by monster, attack and element`}
            grid={grid}
            measure={measure}
            sort={sort}
            onSort={(next) => change({ sort: next === FIRST_SORT ? undefined : next })}
          />
        ) : asked.isError ? (
          <EmptyState title="The fights could not be read" why={messageOf(asked.error)}>
            <Button kind="main" onClick={() => void asked.refetch()}>
              Try again
            </Button>
          </EmptyState>
        ) : (
          <EmptyState
            icon={Swords}
            title={words === '' ? `No fight of ${whose} is known` : `No monster is called “${search.q}”`}
            why={
              words === ''
                ? 'Plugins send their combat statistics every few minutes.'
                : `None that ${whose} fought.`
            }
          >
            <Button onClick={() => change({ q: undefined, who: undefined, of: 'lifetime' })}>
              Everybody’s lifetime
            </Button>
          </EmptyState>
        )}
        {lifetimes.length > 0 && (
          <>
            <h2 className={own.heading}>Session against lifetime</h2>
            <Fighters
              lifetimes={lifetimes}
              sessions={sessions}
              chosen={who}
              onChoose={(next) => change({ who: next })}
              sort={search.by ?? FIRST_BY}
              onSort={(next) => change({ by: next === FIRST_BY ? undefined : next })}
            />
          </>
        )}
      </div>
    </>
  );
}
