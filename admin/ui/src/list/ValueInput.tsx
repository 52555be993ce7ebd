import type { ReactNode } from 'react';
import type { Found } from '../filter/targets.ts';
import { text } from '../text/en.ts';
import { filterText } from '../text/filter.ts';
import { Input } from '../ui/Input.tsx';
import { Select } from '../ui/Select.tsx';
import { EdgeValues } from './EdgeValues.tsx';
import styles from './FilterRow.module.css';
import { ManyValues } from './ManyValues.tsx';
import { TimeValue } from './TimeValue.tsx';

interface Props {
  end: Found;
  input: 'one' | 'two' | 'many';
  values: readonly string[];
  onChange: (values: string[], typed?: boolean) => void;
}

/** What a condition compares with, in the control that suits it. */
export function ValueInput({ end, input, values, onChange }: Props) {
  const { target, field, lookup } = end;
  const label = filterText.valueFor(end.label);

  if (target === 'edge' && lookup !== undefined) {
    return (
      <EdgeValues slug={lookup} many={input === 'many'} values={values} label={label} onChange={onChange} />
    );
  }
  if (input === 'many') {
    const choices = field?.choices?.map((choice) => ({ value: choice.value, label: choice.label }));
    return <ManyValues values={values} options={choices} label={label} onChange={onChange} />;
  }

  const one = (i: number): ReactNode => {
    const value = values[i] ?? '';
    const set = (next: string, typed = false) => {
      const all = [...values];
      all[i] = next;
      onChange(
        Array.from(all, (v) => v ?? ''),
        typed,
      );
    };
    if (target === 'time') return <TimeValue label={label} value={value} onChange={set} />;
    if (target === 'bool' || target === 'enum') {
      const choices = field?.choices ?? [
        { value: 'true', label: text.yes },
        { value: 'false', label: text.no },
      ];
      return (
        <Select aria-label={label} value={value} onChange={(event) => set(event.target.value)}>
          <option value="" disabled>
            {filterText.choose}
          </option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </Select>
      );
    }
    const number = target === 'int' || target === 'float';
    return (
      <span className={number ? styles.number : styles.text}>
        <Input
          aria-label={label}
          inputMode={number ? 'decimal' : 'text'}
          unit={field?.unit}
          mono={target === 'uuid'}
          value={value}
          onChange={(event) => set(event.target.value, true)}
        />
      </span>
    );
  };

  if (input === 'one') return one(0);
  return (
    <>
      {one(0)}
      <span className={styles.and}>{filterText.to}</span>
      {one(1)}
    </>
  );
}
