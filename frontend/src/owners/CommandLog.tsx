import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './OwnersPage.module.css';
import { commandsQuery } from './owners.ts';

const COLUMNS = [
  { label: 'When' },
  { label: 'Who' },
  { label: 'Character' },
  { label: 'Command' },
  { label: 'What became of it' },
];

/** Who sent which command to whom, newest first. */
export function CommandLog({ filter }: { filter: string }) {
  const log = useInfiniteQuery(commandsQuery);
  if (log.isPending) return <Skeleton height="240px" />;
  const all = log.data?.pages.flatMap(({ commands }) => commands) ?? [];
  const wanted = filter.trim().toLowerCase();
  const found = all.filter(({ username, character_name, command }) =>
    `${username} ${character_name} ${command}`.toLowerCase().includes(wanted),
  );
  const more = log.hasNextPage && (
    <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
      Older ones
    </Button>
  );
  if (found.length === 0) {
    return (
      <EmptyState
        title={log.isError ? 'The command log could not be read' : 'No command is here'}
        why={all.length === 0 ? 'Nobody has sent one yet.' : `None of the newest ${all.length} is like that.`}
      >
        {more}
      </EmptyState>
    );
  }
  return (
    <>
      <Table caption="Commands" columns={COLUMNS}>
        {found.map(({ id, created_at, username, character_name, command, state, why }) => (
          <tr key={id}>
            <th scope="row">
              <Time at={created_at} />
            </th>
            <td>{username || 'a program here'}</td>
            <td>
              <Link to="/players/$name" params={{ name: character_name }} className={styles.name}>
                {character_name}
              </Link>
            </td>
            <td>
              <code>{command}</code>
            </td>
            <td className={cx(state === 'failed' && styles.failed)}>
              {state}
              {why !== '' && `: ${why}`}
            </td>
          </tr>
        ))}
      </Table>
      {more}
    </>
  );
}
