import { useAdmin } from '../api/context.ts';
import type { Type } from '../api/types.ts';
import { operatorsOf } from '../filter/operators.ts';
import type { Row } from '../filter/rows.ts';
import { targetAt } from '../filter/targets.ts';
import { filterText } from '../text/filter.ts';
import { Select } from '../ui/Select.tsx';
import styles from './FilterRow.module.css';
import { PathPicker } from './PathPicker.tsx';
import { ValueInput } from './ValueInput.tsx';

interface Props {
  type: Type;
  row: Row;
  onChange: (row: Row, typed?: boolean) => void;
}

/** One condition: what is compared, how, and with what. */
export function FilterRow({ type, row, onChange }: Props) {
  const { meta } = useAdmin();
  const end = targetAt(row.path, type, meta.types);
  const operators = end === null ? [] : operatorsOf(end.target, end.nullable);
  const operator = operators.find((one) => one.key === row.operator);

  function pick(path: string) {
    const next = targetAt(path, type, meta.types);
    if (next === null) return;
    const same =
      next.target === end?.target &&
      next.field?.choices === end?.field?.choices &&
      next.lookup === end?.lookup;
    const [first] = operatorsOf(next.target, next.nullable);
    onChange(same ? { ...row, path } : { path, operator: first?.key ?? 'is', values: [] });
  }

  return (
    <div className={styles.row}>
      <PathPicker type={type} labels={end?.label.split(' → ')} onPick={pick} />
      {end !== null && (
        <Select
          className={styles.operator}
          aria-label={filterText.operator}
          value={row.operator}
          onChange={(event) => {
            const key = event.target.value as Row['operator'];
            const input = operators.find((one) => one.key === key)?.input;
            const keep = input === 'none' ? 0 : input === 'one' ? 1 : input === 'two' ? 2 : row.values.length;
            onChange({ ...row, operator: key, values: row.values.slice(0, keep) });
          }}
        >
          {operators.map((one) => (
            <option key={one.key} value={one.key}>
              {one.label}
            </option>
          ))}
        </Select>
      )}
      {end !== null && operator !== undefined && operator.input !== 'none' && (
        <ValueInput
          end={end}
          input={operator.input}
          values={row.values}
          onChange={(values, typed) => onChange({ ...row, values }, typed)}
        />
      )}
    </div>
  );
}
