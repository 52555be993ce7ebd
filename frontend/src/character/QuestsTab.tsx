import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { numberCell } from '../ui/tableCell.ts';
import { useNow } from '../ui/useNow.ts';
import { useCharacter } from './characterContext.ts';
import { questsQuery } from './queries.ts';
import { clockText, questsNow } from './quests.ts';
import styles from './Tab.module.css';

const COLUMNS = [{ label: 'Quest' }, { label: 'Ready in', kind: 'number' as const }, { label: 'Heard' }];

/** Its quest timers, running; those that are ready first. */
export default function QuestsTab() {
  const { name, show, setShow } = useCharacter();
  const timers = useQuery(questsQuery(name));
  const nowMs = useNow(1_000).getTime();
  if (timers.isPending) return <Skeleton height="240px" />;
  if (timers.isError) {
    return (
      <EmptyState
        title="The quests could not be read"
        why="They are asked for again every quarter of a minute."
      />
    );
  }
  const quests = questsNow(timers.data ?? [], nowMs);
  if (quests.length === 0) {
    return (
      <EmptyState
        title="No quest timer is known"
        why={`${name}'s plugin has told none since this server started. It does as the game tells it.`}
      />
    );
  }
  const ready = quests.filter((quest) => quest.ready).length;
  const shown = show === 'ready' ? quests.filter((quest) => quest.ready) : quests;
  return (
    <>
      <div className={styles.head}>
        <Segmented
          label="Which quests"
          value={show === 'ready' ? 'ready' : 'all'}
          options={[
            { value: 'all', label: `All ${quests.length}` },
            { value: 'ready', label: `Ready ${ready}` },
          ]}
          onChange={(next) => setShow(next === 'ready' ? 'ready' : undefined)}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState
          title="No quest is ready"
          why={`The next one is ${quests[0]?.name} in ${clockText(quests[0]?.leftMs ?? 0)}.`}
        >
          <Button onClick={() => setShow(undefined)}>All quests</Button>
        </EmptyState>
      ) : (
        <Table caption={`Quests of ${name}`} columns={COLUMNS}>
          {shown.map((quest) => (
            <tr key={quest.name}>
              <th scope="row">{quest.name}</th>
              <td className={numberCell}>
                {quest.ready ? (
                  <span className={styles.readyCell}>
                    <CircleCheck size={15} aria-hidden="true" />
                    Ready
                  </span>
                ) : quest.leftMs === null ? (
                  quest.countdown || 'unknown'
                ) : (
                  clockText(quest.leftMs)
                )}
              </td>
              <td>
                <Time at={quest.heardAt} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
