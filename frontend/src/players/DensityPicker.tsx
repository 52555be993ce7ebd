import { Rows3 } from 'lucide-react';
import { readDensity, setDensity } from '../ui/theme.ts';
import { useDensity } from '../ui/useDensity.ts';
import styles from './DensityPicker.module.css';

/** How high the rows are; the choice is the whole site's. */
export function DensityPicker() {
  const density = useDensity();
  return (
    <label className={styles.picker}>
      <Rows3 size={16} aria-hidden="true" />
      <span className="visually-hidden">Density</span>
      <select value={density} onChange={(event) => setDensity(readDensity(event.target.value))}>
        <option value="compact">Compact</option>
        <option value="cozy">Cozy</option>
        <option value="touch">Touch</option>
      </select>
    </label>
  );
}
