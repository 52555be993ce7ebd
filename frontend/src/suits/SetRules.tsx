import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from '../ui/Checkbox.tsx';
import { cx } from '../ui/cx.ts';
import { FormError } from '../ui/FormError.tsx';
import { hasRule, type SetRule, type SuitForm } from './form.ts';
import styles from './GoalsColumn.module.css';
import { thousands } from './numbers.ts';
import { BODY_ARMOUR } from './slots.ts';
import type { SuitSet } from './types.ts';

interface Props {
  form: SuitForm;
  onChange: (form: SuitForm) => void;
  sets: readonly SuitSet[];
  errors: Readonly<Record<string, string>>;
}

/** Beyond five pieces a set of armour gives nothing more: the classic split of the nine is five and four. */
const FIRST_COUNT = { primary: 5, secondary: 4 };
const MOST = BODY_ARMOUR.size;
const COUNTS = Array.from({ length: MOST + 1 }, (_, count) => count);

/** How many pieces of which sets; whatever the order of goals, these rules hold. */
export function SetRules({ form, onChange, sets, errors }: Props) {
  return (
    <section className={styles.goal} aria-label="Sets">
      <div className={styles.head}>
        <h3 className={styles.label}>Sets</h3>
        {hasRule(form) && (
          <span className={styles.only}>
            <Checkbox
              label="No other set"
              checked={form.exclusiveSets}
              onChange={(event) => onChange({ ...form, exclusiveSets: event.target.checked })}
            />
          </span>
        )}
      </div>
      <RuleFields
        label="First set"
        rule={form.primary}
        other={form.secondary}
        sets={sets}
        first={FIRST_COUNT.primary}
        onChange={(primary) => onChange({ ...form, primary })}
      />
      <RuleFields
        label="Second set"
        rule={form.secondary}
        other={form.primary}
        sets={sets}
        first={FIRST_COUNT.secondary}
        onChange={(secondary) => onChange({ ...form, secondary })}
      />
      <FormError text={errors.primary ?? errors.secondary ?? errors.exclusive_sets ?? ''} />
    </section>
  );
}

interface RuleProps {
  label: string;
  rule: SetRule | null;
  other: SetRule | null;
  sets: readonly SuitSet[];
  first: number;
  onChange: (rule: SetRule | null) => void;
}

function RuleFields({ label, rule, other, sets, first, onChange }: RuleProps) {
  const offered = sets.filter(({ id, pieces }) => (pieces > 0 && id !== other?.set) || id === rule?.set);
  return (
    <div className={styles.rule}>
      <Choice
        label={label}
        value={rule?.set ?? ''}
        onChange={(value) =>
          onChange(value === '' ? null : { min: first, max: null, ...rule, set: Number(value) })
        }
      >
        <option value="">{label === 'First set' ? 'any sets' : 'no second set'}</option>
        {rule !== null && !offered.some(({ id }) => id === rule.set) && (
          <option value={rule.set}>Set {rule.set}</option>
        )}
        {offered.map(({ id, name, pieces }) => (
          <option key={id} value={id}>
            {name.replace(/ Set$/, '')} ({thousands(pieces)})
          </option>
        ))}
      </Choice>
      {rule !== null && (
        <>
          <Choice
            label={`${label}, at least`}
            narrow
            value={rule.min}
            onChange={(value) => onChange({ ...rule, min: Number(value) })}
          >
            {COUNTS.filter((count) => count <= (rule.max ?? MOST)).map((count) => (
              <option key={count}>{count}</option>
            ))}
          </Choice>
          –
          <Choice
            label={`${label}, at most`}
            narrow
            value={rule.max ?? ''}
            onChange={(value) => onChange({ ...rule, max: value === '' ? null : Number(value) })}
          >
            {COUNTS.filter((count) => count >= rule.min).map((count) => (
              <option key={count}>{count}</option>
            ))}
            <option value="">any</option>
          </Choice>
        </>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  narrow?: boolean;
  value: string | number;
  onChange: (value: string) => void;
  children: ReactNode;
}

function Choice({ label, narrow, value, onChange, children }: ChoiceProps) {
  return (
    <span className={cx(styles.select, narrow && styles.count)}>
      <select
        aria-label={label}
        title={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {children}
      </select>
      {!narrow && <ChevronDown size={14} aria-hidden="true" />}
    </span>
  );
}
