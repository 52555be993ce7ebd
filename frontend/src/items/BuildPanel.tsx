import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { betterThanWorn } from './better.ts';
import styles from './Popover.module.css';
import { wornQuery } from './queries.ts';
import { written } from './query/choice.ts';
import { added } from './query/edit.ts';
import { type Field, type FieldValue, fieldNamed } from './query/fields.ts';
import { quoted } from './query/scan.ts';
import { type Lists, valuesOf } from './query/suggest.ts';

interface Props {
  query: string;
  onQuery: (query: string) => void;
  fields: readonly Field[];
  lists: Lists;
  characters: readonly string[];
  /** The slots that one may look for something better for. */
  slots: readonly FieldValue[];
  onClose: () => void;
}

const COMPARISONS = ['>=', '<=', '=', '!='] as const;
const COMPARISON_WORDS: Record<(typeof COMPARISONS)[number], string> = {
  '>=': 'at least',
  '<=': 'at most',
  '=': 'exactly',
  '!=': 'not',
};

/** Writes a condition for those who do not know the words, or looks for better than what somebody wears. */
export function BuildPanel({ query, onQuery, fields, lists, characters, slots, onClose }: Props) {
  const [name, setName] = useState(fields[0]?.name ?? '');
  const [comparison, setComparison] = useState<(typeof COMPARISONS)[number]>('>=');
  const [value, setValue] = useState('');
  const field = fieldNamed(fields, name);
  const values = field === undefined ? [] : valuesOf(field, lists);
  const condition =
    field === undefined || value.trim() === '' ? '' : conditionOf(field, comparison, value.trim());

  function submit(event: FormEvent) {
    event.preventDefault();
    if (condition === '') return;
    onQuery(added(query, condition));
    onClose();
  }

  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <SelectField
          label="Field"
          hint={field?.help}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setValue('');
          }}
          data-autofocus
        >
          {fields.map((one) => (
            <option key={one.name} value={one.name}>
              {one.label}
            </option>
          ))}
        </SelectField>
        {field?.kind === 'number' && (
          <SelectField
            label="Is"
            value={comparison}
            onChange={(event) => setComparison(COMPARISONS.find((one) => one === event.target.value) ?? '>=')}
          >
            {COMPARISONS.map((one) => (
              <option key={one} value={one}>
                {COMPARISON_WORDS[one]}
              </option>
            ))}
          </SelectField>
        )}
        {values.length > 0 && values.length <= 60 ? (
          <SelectField label="Value" value={value} onChange={(event) => setValue(event.target.value)}>
            <option value="">Choose…</option>
            {values.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </SelectField>
        ) : (
          <TextField
            label="Value"
            {...(field?.kind === 'number' && { inputMode: 'decimal' })}
            value={value}
            onChange={(event) => setValue(event.target.value)}
            autoComplete="off"
          />
        )}
        <Button type="submit" kind="main" disabled={condition === ''}>
          {condition === '' ? 'Add' : `Add ${condition}`}
        </Button>
      </form>
      <hr className={styles.rule} />
      <BetterForm characters={characters} slots={slots} onQuery={onQuery} onClose={onClose} />
    </>
  );
}

function conditionOf(field: Field, comparison: string, value: string): string {
  if (field.kind === 'number') return `${field.name}:${comparison}${quoted(value)}`;
  if (field.kind === 'choice') return written(field.name, [value]);
  return `${field.name}:${value.includes('*') ? value : quoted(value)}`;
}

interface BetterProps {
  characters: readonly string[];
  slots: readonly FieldValue[];
  onQuery: (query: string) => void;
  onClose: () => void;
}

/** Asks for a slot and its wearer. */
function BetterForm({ characters, slots, onQuery, onClose }: BetterProps) {
  const [who, setWho] = useState('');
  const [slot, setSlot] = useState('');
  const worn = useQuery({ ...wornQuery(who), enabled: who !== '' });
  const better = worn.data === undefined || slot === '' ? null : betterThanWorn(worn.data, slot);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (better === null) return;
        onQuery(better.query);
        onClose();
      }}
    >
      <h2 className={styles.title}>Better than what is worn</h2>
      <SelectField label="Worn by" value={who} onChange={(event) => setWho(event.target.value)}>
        <option value="">Choose…</option>
        {characters.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <SelectField label="In the slot" value={slot} onChange={(event) => setSlot(event.target.value)}>
        <option value="">Choose…</option>
        {slots.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </SelectField>
      {better !== null && <p className={styles.soft}>{better.words}</p>}
      <Button type="submit" disabled={better === null} busy={worn.isFetching}>
        Find better
      </Button>
    </form>
  );
}
