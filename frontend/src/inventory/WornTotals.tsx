import { Card } from '../character/Card.tsx';
import { tierLetter } from '../items/tiers.ts';
import { formatCount } from '../live/age.ts';
import { cx } from '../ui/cx.ts';
import type { OpenItem } from './ItemCell.tsx';
import type { Totals, WornCantrip } from './totals.ts';
import styles from './WornTotals.module.css';

interface Props {
  totals: Totals;
  onOpen: OpenItem;
}

/** What everything that is worn comes to: armour, ratings, sets, and the cantrips with what of them is wasted. */
export function WornTotals({ totals, onOpen }: Props) {
  const { armourLevel, pieces, ratings, sets, cantrips, wasted } = totals;
  return (
    <>
      <Card title="Together">
        <dl className={styles.sums}>
          <dt>Armour level</dt>
          <dd>
            <strong>{formatCount(armourLevel)}</strong> <small>on {pieces}</small>
          </dd>
          {ratings.map(({ key, label, sum }) => (
            <div key={key} className={styles.pair}>
              <dt>{label}</dt>
              <dd>
                <strong>{sum}</strong>
              </dd>
            </div>
          ))}
          {sets.map(({ id, name, count }) => (
            <div key={id} className={styles.pair}>
              <dt>{name}</dt>
              <dd>
                <strong>{count}</strong> <small>{count === 1 ? 'piece' : 'pieces'}</small>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card
        title="Cantrips"
        aside={
          wasted === 0 ? (
            cantrips.length
          ) : (
            <>
              {cantrips.length} · <span className={styles.wasted}>{wasted} wasted</span>
            </>
          )
        }
      >
        {cantrips.length === 0 ? (
          <p className={styles.none}>Nothing that it wears carries one, as far as it was appraised.</p>
        ) : (
          <ul className={styles.cantrips}>
            {cantrips.map((cantrip) => (
              <Cantrip key={cantrip.key} cantrip={cantrip} onOpen={onOpen} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

function Cantrip({ cantrip, onOpen }: { cantrip: WornCantrip; onOpen: OpenItem }) {
  const { label, tier, on, wastedOn } = cantrip;
  return (
    <li className={styles.cantrip}>
      <abbr className={cx(styles.tier, tier === 'legendary' && styles.legendary)} title={tier}>
        {tierLetter(tier)}
      </abbr>
      <span>{label}</span>
      <button type="button" className={styles.on} onClick={(event) => onOpen(on, event.currentTarget)}>
        {on.name}
      </button>
      {wastedOn.map((item) => (
        <span key={item.id} className={styles.lost}>
          wasted on{' '}
          <button type="button" className={styles.on} onClick={(event) => onOpen(item, event.currentTarget)}>
            {item.name}
          </button>
        </span>
      ))}
    </li>
  );
}
