import { CircleAlert, X } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import type { Narrowing } from './narrow.ts';
import styles from './QueryBar.module.css';
import type { Fault } from './query/check.ts';
import { conditionsOf } from './query/conditions.ts';
import { removed, replaced } from './query/edit.ts';
import type { Field } from './query/fields.ts';
import { chipWords } from './query/words.ts';

interface Props {
  query: string;
  onQuery: (query: string) => void;
  fields: readonly Field[];
  fault: Fault | null;
  faultId: string;
  narrowings: readonly Narrowing[];
}

/** Under the line: its conditions, each with a cross, and what would narrow it; or what is wrong with it. */
export function QueryBar({ query, onQuery, fields, fault, faultId, narrowings }: Props) {
  if (fault !== null) {
    const { fix } = fault;
    return (
      <p id={faultId} className={styles.fault} role="alert">
        <CircleAlert size={16} aria-hidden="true" />
        {fault.message}
        {fix !== undefined && (
          <Button small onClick={() => onQuery(replaced(query, fault, fix))}>
            Write <code>{fix}</code>
          </Button>
        )}
      </p>
    );
  }
  return (
    <div className={styles.bar}>
      <ul className={styles.chips} aria-label="Conditions">
        {conditionsOf(query).map((condition) => (
          <li key={`${condition.from} ${condition.text}`} className={styles.chip}>
            {chipWords(condition, fields)}
            <button
              type="button"
              aria-label={`Drop ${condition.text}`}
              onClick={() => onQuery(removed(query, condition))}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {narrowings.length > 0 && (
        <div className={styles.narrow}>
          <span>Narrow with</span>
          {narrowings.map((one) => (
            <button key={one.condition} type="button" onClick={() => onQuery(one.query)}>
              <code>{one.condition}</code>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
