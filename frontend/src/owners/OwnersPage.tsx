import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FilterField } from '../logs/FilterField.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { CommandLog } from './CommandLog.tsx';
import styles from './OwnersPage.module.css';
import { OwnersTable } from './OwnersTable.tsx';
import { matching, ownersQuery } from './owners.ts';
import type { OwnersSearch } from './search.ts';

const route = getRouteApi('/admin/owners');

/** For admins: every character with what its users may do, and every command that was sent. */
export function OwnersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<OwnersSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const show = search.show ?? 'characters';
  return (
    <>
      <PageHead
        title="Who owns what"
        above={[
          <Link key="users" to="/admin/users">
            Users
          </Link>,
        ]}
      />
      <div className={styles.page}>
        <div className={styles.bar}>
          <Segmented
            label="What is listed"
            value={show}
            options={[
              { value: 'characters', label: 'Characters' },
              { value: 'commands', label: 'Command log' },
            ]}
            onChange={(next) => change({ show: next === 'commands' ? next : undefined })}
          />
          <FilterField
            label={show === 'commands' ? 'Filter the commands' : 'Filter the characters'}
            group="Who owns what"
            value={search.q}
            onChange={(q) => change({ q })}
          />
        </div>
        {show === 'commands' ? (
          <CommandLog filter={search.q ?? ''} />
        ) : (
          <Characters filter={search.q ?? ''} onClear={() => change({ q: undefined })} />
        )}
      </div>
    </>
  );
}

function Characters({ filter, onClear }: { filter: string; onClear: () => void }) {
  const owners = useQuery(ownersQuery);
  if (owners.isPending) return <Skeleton height="240px" />;
  if (owners.isError) {
    return (
      <EmptyState title="The characters could not be read" why="The server does not answer just now.">
        <Button onClick={() => void owners.refetch()}>Try again</Button>
      </EmptyState>
    );
  }
  const found = matching(owners.data, filter);
  if (found.length === 0) {
    return (
      <EmptyState
        title={owners.data.length === 0 ? 'No character is known yet' : `Nothing is called “${filter}”`}
        why={
          owners.data.length === 0
            ? 'They come by themselves with the first report of their plugins.'
            : 'No character, tag, server or user holds the text.'
        }
      >
        {filter !== '' && <Button onClick={onClear}>All characters</Button>}
      </EmptyState>
    );
  }
  return (
    <>
      <p className={styles.about}>
        Everybody may command every character and read nobody’s tells, unless a line says otherwise.
      </p>
      <OwnersTable characters={found} />
    </>
  );
}
