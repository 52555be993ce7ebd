import { Monitor, Moon, Sun } from 'lucide-react';
import { Section } from '../ui/Section.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { setDensity, setTheme } from '../ui/theme.ts';
import { useDensity } from '../ui/useDensity.ts';
import { useThemeChoice } from '../ui/useTheme.ts';
import styles from './AccountPage.module.css';

const themes = [
  { value: 'system', label: 'System', icon: Monitor },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'light', label: 'Light', icon: Sun },
] as const;

const densities = [
  { value: 'compact', label: 'Compact' },
  { value: 'cozy', label: 'Cozy' },
  { value: 'touch', label: 'Touch' },
] as const;

export function AppearanceSection() {
  return (
    <Section title="Appearance" about="Kept in this browser.">
      <div className={styles.choice}>
        <div>
          <p className={styles.choiceLabel}>Theme</p>
          <p className={styles.choiceHint}>System follows your device.</p>
        </div>
        <Segmented label="Theme" value={useThemeChoice()} options={themes} onChange={setTheme} />
      </div>
      <div className={styles.choice}>
        <div>
          <p className={styles.choiceLabel}>Density</p>
          <p className={styles.choiceHint}>Height of rows and controls.</p>
        </div>
        <Segmented label="Density" value={useDensity()} options={densities} onChange={setDensity} />
      </div>
    </Section>
  );
}
