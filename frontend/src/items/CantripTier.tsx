import { cx } from '../ui/cx.ts';
import styles from './CantripTier.module.css';
import { tierLetter } from './tiers.ts';

interface Props {
  tier: string;
  /** Its first letter alone, where there is no room. */
  short?: boolean;
}

/** A cantrip's tier, in the colour of its worth. */
export function CantripTier({ tier, short }: Props) {
  const word = tier.charAt(0).toUpperCase() + tier.slice(1);
  const tone = cx(styles.tier, styles[tier.toLowerCase()], short ? styles.short : styles.pill);
  if (!short) return <span className={tone}>{word}</span>;
  return (
    <abbr className={tone} title={word}>
      {tierLetter(tier)}
    </abbr>
  );
}
