import { Fragment } from 'react';
import styles from './CantripTier.module.css';
import { CantripTier } from './CantripTier.tsx';
import type { Cantrip } from './item.ts';
import { bestFirst, familyName } from './tiers.ts';

/** Cantrips in one line, the best first: "L Flame Ward · E Strength". */
export function CantripList({ cantrips }: { cantrips: readonly Cantrip[] }) {
  return bestFirst(cantrips).map((cantrip, i) => (
    <Fragment key={cantrip.label}>
      {i > 0 && <span className={styles.dot}> · </span>}
      <CantripTier tier={cantrip.tier} short />{' '}
      <span className={styles[`${cantrip.tier.toLowerCase()}Name`]}>{familyName(cantrip.name)}</span>
    </Fragment>
  ));
}
