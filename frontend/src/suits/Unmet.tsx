import { TriangleAlert } from 'lucide-react';
import type { Relaxation, UnmetWish } from './types.ts';
import styles from './Unmet.module.css';

interface Props {
  unmet: readonly UnmetWish[];
  onRelax: (relaxation: Relaxation) => void;
}

/** The wishes that the best suit does not meet: why, and what would meet them. */
export function Unmet({ unmet, onRelax }: Props) {
  if (unmet.length === 0) return null;
  return (
    <section className={styles.unmet} aria-label="Wishes that are not met">
      {unmet.map(({ wish, why, relax }) => (
        <div key={wish} className={styles.wish}>
          <h3>
            <TriangleAlert size={14} aria-hidden="true" />
            {wish} is missing
          </h3>
          <p>{sentence(why)}</p>
          {relax.map((relaxation) => (
            <button key={relaxation.label} type="button" onClick={() => onRelax(relaxation)}>
              {relaxation.label}
              {relaxation.gain != null && relaxation.gain !== '' && `: ${relaxation.gain}`}
            </button>
          ))}
        </div>
      ))}
    </section>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}
