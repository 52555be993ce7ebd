import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount } from '../live/age.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Time } from '../ui/Time.tsx';
import { Card } from './Card.tsx';
import { CombatTotals } from './CombatTotals.tsx';
import { useCharacter } from './characterContext.ts';
import { type MonsterOrder, monsterLines } from './combat.ts';
import { MonsterTable } from './MonsterTable.tsx';
import { combatQuery } from './queries.ts';
import styles from './Tab.module.css';

/** Its fights: this session beside its whole life, and either by monster, kind of attack and element. */
export default function CombatTab() {
  const { name, show, setShow } = useCharacter();
  const combat = useQuery(combatQuery(name));
  const [order, setOrder] = useState<MonsterOrder>('given');
  if (combat.isPending) return <Skeleton height="240px" />;
  const lifetime = combat.data?.lifetime ?? null;
  if (lifetime === null) {
    return (
      <EmptyState
        title={combat.isError ? 'The fights could not be read' : 'No fight is known'}
        why={
          combat.isError
            ? 'They are asked for again every quarter of a minute.'
            : `${name}'s plugin has sent no combat statistics yet.`
        }
      />
    );
  }
  const session = combat.data?.session ?? null;
  const part = show === 'lifetime' || session === null ? 'lifetime' : 'session';
  const chosen = part === 'session' && session !== null ? session : lifetime;
  return (
    <>
      <Card
        title="Session against lifetime"
        aside={
          <>
            as of <Time at={chosen.as_of} />
          </>
        }
        flush
      >
        <CombatTotals session={session} lifetime={lifetime} />
      </Card>
      <div className={styles.head}>
        <Segmented
          label="Which fights"
          value={part}
          options={[
            { value: 'session', label: 'This session' },
            { value: 'lifetime', label: 'Lifetime' },
          ]}
          onChange={(next) => setShow(next === 'lifetime' ? 'lifetime' : undefined)}
        />
        <p className={styles.about}>
          {kindsWords(Object.keys(chosen.monsters).length)} Open one for its attacks.
        </p>
      </div>
      <MonsterTable
        caption={`${part === 'session' ? 'Monsters of this session' : 'Monsters of its life'}, ${name}`}
        monsters={monsterLines(chosen.monsters, order)}
        order={order}
        onOrder={setOrder}
      />
    </>
  );
}

function kindsWords(count: number): string {
  return count === 1 ? 'One kind of monster.' : `${formatCount(count)} kinds of monsters.`;
}
