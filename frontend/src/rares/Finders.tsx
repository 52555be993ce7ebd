import { useState } from 'react';
import { formatCount } from '../live/age.ts';
import styles from './Finders.module.css';
import type { RareTotals } from './queries.ts';

interface Props {
  finders: RareTotals['characters'];
  chosen: string | undefined;
  onChoose: (who: string | undefined) => void;
}

const FEW = 12;

/** Who found how many, the most first: each a bar whose filled part is of great ones. Pressed, only his are listed. */
export function Finders({ finders, chosen, onChoose }: Props) {
  const [all, setAll] = useState(false);
  if (finders.length === 0) return null;
  const most = finders[0]?.total ?? 1;
  const shown = all ? finders : finders.slice(0, FEW);
  return (
    <section className={styles.card} aria-labelledby="finders">
      <h2 id="finders" className={styles.title}>
        By character
      </h2>
      <ol className={styles.list}>
        {shown.map(({ character_name: name, total, great }) => (
          <li key={name}>
            <button
              type="button"
              className={styles.finder}
              aria-pressed={name === chosen}
              onClick={() => onChoose(name === chosen ? undefined : name)}
            >
              <span className={styles.name}>{name}</span>
              <span className={styles.count}>
                {great > 0 && <span className={styles.great}>{formatCount(great)} great</span>}{' '}
                <strong>{formatCount(total)}</strong>
              </span>
              <span className={styles.track} aria-hidden="true">
                <span className={styles.bar} style={{ inlineSize: `${(100 * total) / most}%` }}>
                  <span className={styles.part} style={{ inlineSize: `${(100 * great) / total}%` }} />
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {finders.length > FEW && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `All ${finders.length}`}
        </button>
      )}
    </section>
  );
}
