import { Link } from '@tanstack/react-router';
import { Search, X } from 'lucide-react';
import { useId, useRef } from 'react';
import { buttonClass } from '../ui/buttonClass.ts';
import { cx } from '../ui/cx.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import styles from './PackFilter.module.css';
import type { FilterState } from './usePackFilter.ts';

interface Props {
  name: string;
  value: string;
  filter: FilterState;
  total: number;
  onChange: (value: string) => void;
}

/** Points out what is meant among everything a character has; it takes the search's language too. */
export function PackFilter({ name, value, filter, total, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useShortcut('/', 'Find an item', 'Inventory', () => input.current?.focus());
  const bad = filter.error !== '';
  return (
    <div className={styles.head}>
      <search className={cx(styles.box, bad && styles.bad)}>
        <Search size={16} className={styles.icon} aria-hidden="true" />
        <input
          ref={input}
          type="text"
          className={styles.input}
          aria-label={`Find among the items of ${name}`}
          aria-describedby={id}
          aria-invalid={bad || undefined}
          placeholder="helm epic, or al:>=300 set:*"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && value !== '') onChange('');
          }}
        />
        <span id={id} className={styles.count} role="status">
          {bad ? filter.error : filter.ids !== null && `${filter.ids.size} of ${total}`}
        </span>
        {value !== '' && (
          <button
            type="button"
            className={styles.clear}
            aria-label="Clear the filter"
            onClick={() => onChange('')}
          >
            <X size={16} aria-hidden="true" />
          </button>
        )}
      </search>
      <Link
        to="/items"
        search={{ q: `on:"${name}"${value.trim() === '' ? '' : ` ${value.trim()}`}` }}
        className={buttonClass()}
      >
        In the search
      </Link>
    </div>
  );
}
