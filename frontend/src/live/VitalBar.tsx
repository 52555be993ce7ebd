import { cx } from '../ui/cx.ts';
import { LOW_HEALTH } from './player.ts';
import styles from './VitalBar.module.css';

interface Props {
  /** 0 to 1; null when unknown. */
  share: number | null;
  /** A colour of its own for the one that is looked at; others are grey until health is low. */
  tone?: 'health' | 'stamina' | 'mana';
  watchLow?: boolean;
  small?: boolean;
}

/** A vital as a bar. The number stands beside it or in the row's label. */
export function VitalBar({ share, tone, watchLow = false, small = false }: Props) {
  const low = watchLow && share !== null && share < LOW_HEALTH;
  return (
    <span className={cx(styles.track, small && styles.small)} aria-hidden="true">
      {share !== null && (
        <span
          className={cx(styles.fill, tone !== undefined && styles[tone], low && styles.low)}
          style={{ inlineSize: `${Math.round(share * 100)}%` }}
        />
      )}
    </span>
  );
}
