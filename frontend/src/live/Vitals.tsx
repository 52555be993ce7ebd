import { formatCount } from './age.ts';
import { type Player, vitalShare } from './player.ts';
import { VitalBar } from './VitalBar.tsx';
import styles from './Vitals.module.css';

const ROWS = [
  ['health', 'Health'],
  ['stamina', 'Stamina'],
  ['mana', 'Mana'],
] as const;

/** The three vitals of one character, in their colours. */
export function Vitals({ player }: { player: Player }) {
  return (
    <dl className={styles.vitals}>
      {ROWS.map(([key, label]) => {
        const vital = player.vitals?.[key];
        return (
          <div key={key} className={styles.row}>
            <dt className={styles.label}>{label}</dt>
            <dd className={styles.value}>
              <VitalBar share={vitalShare(player, key)} tone={key} />
              <span className={styles.number}>
                {vital?.current == null ? (
                  <span className={styles.of}>unknown</span>
                ) : (
                  <>
                    <strong>{formatCount(vital.current)}</strong>
                    <span className={styles.of}> / {formatCount(vital.max)}</span>
                  </>
                )}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
