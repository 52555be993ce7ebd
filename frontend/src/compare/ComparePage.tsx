import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { usePlayers } from '../live/usePlayers.ts';
import box from '../ui/Checkbox.module.css';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { AddCharacter } from './AddCharacter.tsx';
import styles from './ComparePage.module.css';
import { CompareTable } from './CompareTable.tsx';
import { compareGroups, differs } from './rows.ts';
import { type CompareSearch, MOST_COMPARED, readNames, writeNames } from './search.ts';
import { useSubjects } from './useSubjects.ts';

const route = getRouteApi('/compare');

/** Several characters side by side; who they are stands in the address. */
export function ComparePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const players = usePlayers();
  const names = useMemo(() => readNames(search.names), [search.names]);
  const { subjects, busy } = useSubjects(names);
  const groups = useMemo(() => compareGroups(subjects), [subjects]);
  const only = search.diff === 1;
  const shown = only
    ? groups
        .map((group) => ({ ...group, rows: group.rows.filter(differs) }))
        .filter(({ rows }) => rows.length > 0)
    : groups;
  const change = (part: Partial<CompareSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const others = players.map(({ name }) => name).filter((name) => !names.includes(name));
  const known = new Set(players.map(({ name }) => name));
  const strangers = players.length === 0 ? [] : names.filter((name) => !known.has(name));
  return (
    <div className={styles.page}>
      <PageHead
        title="Compare"
        above={[
          <Link key="players" to="/players">
            Players
          </Link>,
        ]}
      />
      <div className={styles.bar}>
        <AddCharacter
          names={others}
          full={names.length >= MOST_COMPARED}
          onAdd={(name) => change({ names: writeNames([...names, name]) })}
        />
        {names.length > 1 && (
          <label className={styles.only}>
            <input
              type="checkbox"
              className={box.box}
              checked={only}
              onChange={(event) => change({ diff: event.target.checked ? 1 : undefined })}
            />
            Only what differs
          </label>
        )}
        <p className={styles.about} role="status">
          {strangers.length > 0 && `Nobody here is called ${strangers.join(', ')}. `}
          {names.length === 1 && 'Add another one to see what differs.'}
        </p>
      </div>
      {names.length === 0 ? (
        <EmptyState
          title="Nobody is compared yet"
          why="Add characters by name, or tick them in the players’ table and choose Compare."
        />
      ) : (
        <CompareTable
          subjects={subjects}
          groups={shown}
          busy={busy}
          onRemove={(name) => change({ names: writeNames(names.filter((other) => other !== name)) })}
        />
      )}
    </div>
  );
}
