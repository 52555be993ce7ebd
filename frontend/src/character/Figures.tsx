import type { ReactNode } from 'react';
import styles from './Figures.module.css';

export interface Figure {
  label: string;
  value: ReactNode;
  unit?: string;
  title?: string;
}

/** A few numbers with their names, side by side. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className={styles.figures}>
      {figures.map(({ label, value, unit, title }) => (
        <div key={label} title={title}>
          <dt>{label}</dt>
          <dd>
            {value}
            {unit !== undefined && <span className={styles.unit}> {unit}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
