import { formatCount } from '../live/age.ts';
import { cx } from '../ui/cx.ts';
import type { Lift } from './lift.ts';
import styles from './SheetLines.module.css';
import type { Line } from './sheet.ts';

interface Props {
  caption: string;
  head: string;
  lines: readonly Line[];
  lifts: ReadonlyMap<string, Lift>;
  /** What a full bar stands for; no bars without it. */
  best?: number;
}

/** Attributes or skills: the base, what worn cantrips add, and both as a bar. */
export function SheetLines({ caption, head, lines, lifts, best }: Props) {
  const lifted = lines.some(({ key }) => lifts.has(key));
  const share = (points: number) => `${(points / (best ?? 1)) * 100}%`;
  return (
    <table className={styles.lines}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" className={styles.number}>
            Base
          </th>
          {lifted && (
            <th scope="col" className={styles.number}>
              Cantrip
            </th>
          )}
          {best !== undefined && <td className={styles.barCell} />}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, label, base }) => {
          const lift = lifts.get(key);
          return (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td className={cx(styles.number, styles.base)}>{formatCount(base)}</td>
              {lifted && (
                <td className={cx(styles.number, lift?.tier === 'legendary' && styles.legendary)}>
                  {lift === undefined ? '' : `+${lift.by}`}
                </td>
              )}
              {best !== undefined && (
                <td className={styles.barCell}>
                  <span className={styles.track} aria-hidden="true">
                    <span className={styles.fill} style={{ inlineSize: share(base ?? 0) }} />
                    {lift !== undefined && (
                      <span className={styles.lift} style={{ inlineSize: share(lift.by) }} />
                    )}
                  </span>
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
