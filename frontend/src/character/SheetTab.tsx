import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Card } from './Card.tsx';
import { useCharacter } from './characterContext.ts';
import { liftsOf } from './lift.ts';
import { cantripsQuery, sheetQuery } from './queries.ts';
import { SheetSection } from './SheetSection.tsx';
import styles from './Tab.module.css';

/** The character sheet as its plugin told it last, with what its worn cantrips add. */
export default function SheetTab() {
  const { name } = useCharacter();
  const sheet = useQuery(sheetQuery(name));
  const cantrips = useQuery(cantripsQuery(name)).data?.cantrips;
  const lifts = useMemo(() => liftsOf(cantrips ?? []), [cantrips]);
  if (sheet.data != null) return <SheetSection sheet={sheet.data} lifts={lifts} />;
  if (sheet.isPending) return <Skeleton height="240px" />;
  return (
    <Card title="Character sheet">
      <p className={styles.none}>
        {sheet.isError
          ? 'The sheet could not be read just now. It is asked for again when you come back to this page.'
          : `${name}'s plugin has sent no sheet yet. It does at login and every ten minutes.`}
      </p>
    </Card>
  );
}
