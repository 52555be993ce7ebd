import { useMemo, useState } from 'react';
import { countWords } from '../character/nearby.ts';
import box from '../ui/Checkbox.module.css';
import { Segmented } from '../ui/Segmented.tsx';
import { DungeonPlan } from './DungeonPlan.tsx';
import styles from './DungeonView.module.css';
import { storeysOf } from './plan.ts';
import { useLevel } from './useLevel.ts';
import type { Surroundings } from './useSurroundings.ts';

/** Metres across that “Near” shows. */
const NEAR_METRES = 80;

/** The dungeon that somebody is in, with its levels; it fills its box. */
export function DungeonView({ name, around }: { name: string; around: Surroundings }) {
  const { plan, me, fellows, lines, landblock } = around;
  const storeys = useMemo(() => (plan === null ? [] : storeysOf(plan)), [plan]);
  const { level, auto, setAuto, setLevel } = useLevel(storeys, me?.z ?? null);
  const [near, setNear] = useState(false);
  const [pointed, setPointed] = useState('');
  if (plan === null) {
    return (
      <p className={styles.none} role="status">
        {name} is inside, in landblock {landblock}. Its plugin is asked for the floor plan; without it
        distances hold, as the list has them.
      </p>
    );
  }
  const title = plan.name === '' ? `Landblock ${plan.landblock}` : plan.name;
  const levelWords = `Level ${storeys.length - level} of ${storeys.length}`;
  const counted = countWords(lines);
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <strong className={styles.title}>{title}</strong>
        <Segmented
          label="How much of it"
          value={near ? 'near' : 'whole'}
          options={[
            { value: 'whole', label: 'Whole' },
            { value: 'near', label: 'Near' },
          ]}
          onChange={(next) => setNear(next === 'near')}
        />
      </div>
      <div className={styles.paper}>
        <DungeonPlan
          storeys={storeys}
          level={level}
          me={me}
          fellows={fellows}
          lines={lines}
          across={near ? NEAR_METRES : null}
          label={[title, levelWords, counted, fellows.map((one) => one.name).join(', ')]
            .filter((part) => part !== '')
            .join('; ')}
          onPoint={setPointed}
        />
        <p className={styles.pointed} aria-hidden="true">
          {pointed}
        </p>
      </div>
      <div className={styles.bar}>
        <label className={styles.level}>
          <span className={styles.words}>
            {levelWords}, {storeys[level]?.z ?? 0} m
          </span>
          <input
            type="range"
            min={0}
            max={Math.max(0, storeys.length - 1)}
            // Up is higher: the storeys begin with the highest.
            value={storeys.length - 1 - level}
            disabled={storeys.length < 2}
            aria-valuetext={levelWords}
            onChange={(event) => setLevel(storeys.length - 1 - Number(event.target.value))}
          />
        </label>
        <label className={styles.auto}>
          <input
            type="checkbox"
            className={box.box}
            checked={auto}
            onChange={(event) => setAuto(event.target.checked)}
          />
          Follow its level
        </label>
      </div>
    </div>
  );
}
