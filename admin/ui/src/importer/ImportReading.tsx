import { useAdmin } from '../api/context.ts';
import type { Type } from '../api/types.ts';
import { itemOf } from '../edit/form.ts';
import { importer as words } from '../text/importer.ts';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { Table } from '../ui/Table.tsx';
import { keysOf, type Report, targetsOf } from './file.ts';
import styles from './ImportPage.module.css';
import type { Reading } from './useImport.ts';

interface Props {
  type: Type;
  report: Report;
  reading: Reading;
  onChange: (reading: Reading) => void;
}

/** How the file is read: what finds the rows that are there, and what its columns are. */
export function ImportReading({ type, report, reading, onChange }: Props) {
  const { meta } = useAdmin();
  const targets = targetsOf(type, meta);
  const names = (key: string) =>
    key
      .split(',')
      .map((name) => itemOf(type, name)?.label ?? name.toUpperCase())
      .join(' + ');
  const known = new Set([...Object.keys(report.columns), ...report.ignored.map(({ column }) => column)]);
  return (
    <div className={styles.part}>
      <Field label={words.mode} className={styles.mode}>
        {(control) => (
          <Select
            {...control}
            value={reading.key}
            onChange={(event) => onChange({ ...reading, key: event.target.value })}
          >
            <option value="">{words.create}</option>
            {keysOf(type).map((key) => (
              <option key={key} value={key}>
                {words.key(names(key))}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className={styles.title}>
        <h2>{words.columns}</h2>
        <p>{words.columnsHint}</p>
      </div>
      <Table caption={words.columns} columns={[{ label: words.column }, { label: words.target }]}>
        {[...known].map((column) => {
          const target = report.columns[column] ?? '';
          const why = report.ignored.find((one) => one.column === column)?.reason;
          return (
            <tr key={column}>
              <th scope="row">{column}</th>
              <td>
                <span className={styles.target}>
                  <Select
                    aria-label={`${column}: ${words.target}`}
                    value={target}
                    onChange={(event) =>
                      onChange({ ...reading, map: { ...reading.map, [column]: event.target.value } })
                    }
                  >
                    <option value="">{words.ignored}</option>
                    {target !== '' && !targets.some(({ value }) => value === target) && (
                      <option value={target}>{target}</option>
                    )}
                    {targets.map(({ value, label }) => (
                      <option key={value} value={value}>
                        {label}
                      </option>
                    ))}
                  </Select>
                  {why && <span>{why}</span>}
                </span>
              </td>
            </tr>
          );
        })}
      </Table>
    </div>
  );
}
