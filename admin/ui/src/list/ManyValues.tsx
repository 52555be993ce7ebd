import { useState } from 'react';
import { filterText } from '../text/filter.ts';
import { Chip } from '../ui/Chip.tsx';
import { Combobox, type Option } from '../ui/Combobox.tsx';
import styles from './FilterRow.module.css';

interface Props {
  values: readonly string[];
  /** What there is to choose from; undefined takes any text. */
  options: readonly Option[] | undefined;
  label: string;
  onChange: (values: string[]) => void;
}

/** Several values, as chips with a box behind them. */
export function ManyValues({ values, options, label, onChange }: Props) {
  const [query, setQuery] = useState('');
  const typed = query.trim();
  const left =
    options === undefined
      ? typed === '' || values.includes(typed)
        ? []
        : [{ value: typed, label: filterText.addValue(typed) }]
      : options.filter(
          (option) =>
            !values.includes(option.value) && option.label.toLowerCase().includes(typed.toLowerCase()),
        );
  const labelOf = (value: string) => options?.find((option) => option.value === value)?.label ?? value;

  return (
    <div className={styles.many}>
      {values.map((value) => (
        <Chip
          key={value}
          label={labelOf(value)}
          onRemove={() => onChange(values.filter((other) => other !== value))}
        />
      ))}
      <Combobox
        bare
        label={label}
        query={query}
        onQuery={setQuery}
        options={left}
        onPick={(option) => {
          setQuery('');
          onChange([...values, option.value]);
        }}
        onBackspace={() => onChange(values.slice(0, -1))}
        onBlur={() => {
          if (options === undefined && typed !== '' && !values.includes(typed)) onChange([...values, typed]);
          setQuery('');
        }}
      />
    </div>
  );
}
