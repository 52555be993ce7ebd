import { useQuery } from '@tanstack/react-query';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { type CantripLine, cantripLines } from './cantrips.ts';
import { useCharacter } from './characterContext.ts';
import { liftedBy, pointsOf } from './lift.ts';
import { cantripsQuery } from './queries.ts';
import { gameName } from './sheet.ts';
import styles from './Tab.module.css';

const COLUMNS = [{ label: 'Cantrip' }, { label: 'Tier' }, { label: 'Adds' }, { label: 'Counts' }];

/** What its worn items cast on it, the strongest first, and what of that is wasted. */
export default function CantripsTab() {
  const { name } = useCharacter();
  const cantrips = useQuery(cantripsQuery(name));
  if (cantrips.isPending) return <Skeleton height="240px" />;
  const lines = cantripLines(cantrips.data?.cantrips ?? []);
  if (lines.length === 0) {
    return (
      <EmptyState
        title={cantrips.isError ? 'The cantrips could not be read' : 'No cantrip is known'}
        why={
          cantrips.isError
            ? 'They are asked for again every half minute.'
            : `${name}'s plugin has told none since this server started, or nothing it wears has any.`
        }
      />
    );
  }
  const wasted = lines.filter((line) => line.wasted).length;
  return (
    <>
      <p className={styles.about}>
        {lines.length} cantrips
        {wasted > 0 && `, ${wasted} of them wasted: a stronger or equal one of the same family holds`}
        {cantrips.data?.timestamp != null && (
          <>
            {' · told '}
            <Time at={cantrips.data.timestamp} />
          </>
        )}
      </p>
      <Table caption={`Cantrips of ${name}`} columns={COLUMNS}>
        {lines.map((line) => (
          <tr key={line.key}>
            <th scope="row" className={cx(line.wasted && styles.faint)}>
              {line.name}
            </th>
            <td>
              <span
                className={cx(
                  line.tier === 'legendary' && styles.legendary,
                  line.tier === 'epic' && styles.epic,
                )}
              >
                {gameName(line.tier)}
              </span>
            </td>
            <td>{addsWords(line)}</td>
            <td>{line.wasted ? 'Wasted' : 'Yes'}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

/** "War Magic +35", for a cantrip that lifts an attribute or a skill. */
function addsWords({ family, tier }: CantripLine): string {
  const lifted = liftedBy(family);
  const points = pointsOf(tier);
  return lifted === null || points === null ? '' : `${gameName(lifted)} +${points}`;
}
