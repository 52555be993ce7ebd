import { ArrowDown, ArrowUp } from 'lucide-react';
import { IconButton } from '../ui/IconButton.tsx';
import type { Sort } from './address.ts';
import { type Field, fieldNamed } from './query/fields.ts';
import styles from './SortPicker.module.css';

interface Props {
  fields: readonly Field[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** By which field what was found is ordered, and which way round. */
export function SortPicker({ fields, sort, onSort }: Props) {
  return (
    <span className={styles.sort}>
      <label>
        Sort
        <select
          value={sort.field}
          onChange={(event) => {
            const field = event.target.value;
            onSort({ field, descending: fieldNamed(fields, field)?.kind === 'number' });
          }}
        >
          {fields
            .filter((field) => field.sorts)
            .map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
        </select>
      </label>
      <IconButton
        icon={sort.descending ? ArrowDown : ArrowUp}
        small
        label={sort.descending ? 'Greatest first' : 'Smallest first'}
        onClick={() => onSort({ ...sort, descending: !sort.descending })}
      />
    </span>
  );
}
