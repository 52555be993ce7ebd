import { formatCount } from '../live/age.ts';
import { Card } from './Card.tsx';
import styles from './PropertyCard.module.css';
import type { PropertyLine } from './properties.ts';
import tab from './Tab.module.css';

interface Props {
  title: string;
  /** Said where there are no lines. */
  none: string;
  lines: readonly PropertyLine[];
}

/** Some properties of a character with their values. */
export function PropertyCard({ title, none, lines }: Props) {
  if (lines.length === 0) {
    return (
      <Card title={title}>
        <p className={tab.none}>{none}</p>
      </Card>
    );
  }
  return (
    <Card title={title} aside={lines.length}>
      <dl className={styles.lines}>
        {lines.map(({ id, label, what, value }) => (
          <div key={id}>
            <dt>
              {label} {what !== undefined && <small>{what}</small>}
            </dt>
            <dd>{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
