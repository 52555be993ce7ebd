import { useState } from 'react';
import { fromLocal, toLocal } from '../fields/wire.ts';
import { filterText } from '../text/filter.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Input } from '../ui/Input.tsx';
import { Popover } from '../ui/Popover.tsx';
import { Select } from '../ui/Select.tsx';
import styles from './FilterRow.module.css';
import { distanceOf, resolveTime, timeWords, UNITS } from './times.ts';

interface Props {
  label: string;
  /** As the filter language writes times; "" for none yet. */
  value: string;
  onChange: (value: string) => void;
}

/** A point in time: so long ago, or a date. */
export function TimeValue({ label, value, onChange }: Props) {
  const now = new Date();
  const { words, exact } = timeWords(value, now);
  return (
    <Popover
      label={label}
      trigger={(props) => (
        <button type="button" className={styles.time} {...props}>
          <span className="adm-hidden">{label}: </span>
          {value === '' ? filterText.chooseTime : words}
          {exact !== '' && <span className={styles.exact}>{exact}</span>}
          <Icon name="clock" size={14} />
        </button>
      )}
    >
      {(close) => (
        <TimePicker
          value={value}
          onChange={onChange}
          onPick={(picked) => {
            onChange(picked);
            close();
          }}
        />
      )}
    </Popover>
  );
}

interface PickerProps {
  value: string;
  onChange: (value: string) => void;
  onPick: (value: string) => void;
}

function TimePicker({ value, onChange, onPick }: PickerProps) {
  const [distance, setDistance] = useState(distanceOf(value) ?? { amount: 7, unit: 'd' as const });
  const change = (next: typeof distance) => {
    setDistance(next);
    if (next.amount > 0) onChange(`now-${next.amount}${next.unit}`);
  };
  const at = resolveTime(value, new Date());
  return (
    <div className={styles.picker}>
      <div className={styles.presets}>
        {Object.entries(filterText.times).map(([preset, label]) => (
          <Button key={preset} small aria-pressed={preset === value} onClick={() => onPick(preset)}>
            {label}
          </Button>
        ))}
      </div>
      <div className={styles.ago}>
        <Input
          type="number"
          min={1}
          max={99_999}
          aria-label={filterText.relative}
          value={distance.amount}
          onChange={(event) => change({ ...distance, amount: Math.trunc(Number(event.target.value)) })}
        />
        <Select
          aria-label={filterText.relative}
          value={distance.unit}
          onChange={(event) => change({ ...distance, unit: event.target.value as keyof typeof UNITS })}
        >
          {Object.entries(UNITS).map(([unit, label]) => (
            <option key={unit} value={unit}>
              {label}
            </option>
          ))}
        </Select>
        <span className={styles.label}>{filterText.ago}</span>
      </div>
      <Input
        type="datetime-local"
        step={1}
        aria-label={filterText.at}
        value={at === null ? '' : toLocal(at.toISOString())}
        onChange={(event) => {
          const picked = fromLocal(event.target.value);
          if (picked !== null) onChange(picked);
        }}
      />
    </div>
  );
}
