import { useMemo } from 'react';
import { formatCount } from '../live/age.ts';
import { type LogColumn, LogTable } from '../logs/LogTable.tsx';
import styles from './CombatPage.module.css';
import type { Totals } from './queries.ts';

interface Props {
  lifetimes: readonly Totals[];
  sessions: readonly Totals[];
  chosen: string | undefined;
  onChoose: (who: string | undefined) => void;
  sort: string;
  onSort: (sort: string) => void;
}

interface Fighter {
  name: string;
  now: Totals | undefined;
  all: Totals;
}

/** Each character's session beside its lifetime; pressed, the grid is of it alone. */
export function Fighters({ lifetimes, sessions, chosen, onChoose, sort, onSort }: Props) {
  const rows = useMemo((): Fighter[] => {
    const now = new Map(sessions.map((totals) => [totals.character_name, totals]));
    return lifetimes.map((all) => ({ name: all.character_name, now: now.get(all.character_name), all }));
  }, [lifetimes, sessions]);
  const pair = (
    key: string,
    label: string,
    read: (totals: Totals) => number,
    minor = false,
  ): LogColumn<Fighter>[] => [
    {
      key: `${key}-now`,
      label: `${label}, session`,
      cell: ({ now }) => <strong className={styles.now}>{formatCount(now ? read(now) : null)}</strong>,
      order: ({ now }) => (now ? read(now) : -1),
      number: true,
      minor,
    },
    {
      key,
      label: 'Lifetime',
      cell: ({ all }) => formatCount(read(all)),
      order: ({ all }) => read(all),
      number: true,
      minor,
    },
  ];
  const columns: LogColumn<Fighter>[] = [
    {
      key: 'name',
      label: 'Character',
      cell: ({ name }) => (
        <button
          type="button"
          className={styles.who}
          aria-pressed={name === chosen}
          onClick={() => onChoose(name === chosen ? undefined : name)}
        >
          {name}
        </button>
      ),
      order: ({ name }) => name,
    },
    ...pair('kills', 'Kills', (totals) => totals.total_kills),
    ...pair('given', 'Damage given', (totals) => totals.total_damage_given, true),
    ...pair('received', 'Received', (totals) => totals.total_damage_received, true),
    ...pair('surges', 'Aetheria', (totals) => totals.total_aetheria_surges, true),
    ...pair('cloaks', 'Cloaks', (totals) => totals.total_cloak_surges, true),
  ];
  return (
    <LogTable
      caption="Characters, session against lifetime"
      columns={columns}
      rows={rows}
      rowKey={({ name }) => name}
      sort={sort}
      onSort={onSort}
      chosen={chosen}
    />
  );
}
