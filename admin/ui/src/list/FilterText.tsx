import { useEffect, useId, useRef, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import type { Type } from '../api/types.ts';
import { useLookup } from '../fields/useLookup.ts';
import { FilterError } from '../filter/ast.ts';
import { complete, type Suggestion } from '../filter/complete.ts';
import { parse } from '../filter/parse.ts';
import { printValue } from '../filter/print.ts';
import { filterText } from '../text/filter.ts';
import { Combobox } from '../ui/Combobox.tsx';
import styles from './FilterText.module.css';

interface Props {
  type: Type;
  filter: string;
  problem: string;
  /** Called with every text that can be read. */
  onFilter: (filter: string) => void;
}

/** The filter as its writer would say it, with offers for what may come next. */
export function FilterText({ type, filter, problem, onFilter }: Props) {
  const { meta } = useAdmin();
  const id = useId();
  const [typed, setTyped] = useState(filter);
  const [caret, setCaret] = useState(filter.length);
  const mine = useRef(filter);
  const error = errorIn(typed);
  const message = error === null ? problem : error.message;
  const { from, to, items, lookup } = complete(typed, caret, type, meta.types);
  const rows = useRows(lookup, typed.slice(from, caret));
  const offers = [...items, ...rows].filter(({ insert }) => insert !== typed.slice(from, to));

  useEffect(() => {
    if (filter !== mine.current) setTyped(filter);
    mine.current = filter;
  }, [filter]);

  function set(next: string) {
    setTyped(next);
    if (errorIn(next) !== null) return;
    mine.current = next.trim();
    onFilter(next.trim());
  }

  return (
    <div className={styles.box}>
      <Combobox
        mono
        free
        label={filterText.textLabel}
        invalid={message !== ''}
        describedBy={`${id}-why`}
        placeholder={filterText.textHint}
        query={typed}
        onQuery={set}
        onCaret={setCaret}
        options={offers.map(({ insert, label, detail }) => ({
          value: insert,
          label,
          hint: detail || insert,
        }))}
        empty=""
        onPick={({ value }) => {
          set(typed.slice(0, from) + value + typed.slice(to));
          setCaret(from + value.length);
        }}
      />
      <p id={`${id}-why`} className={styles.why} aria-live="polite">
        {error !== null && (
          <code className={styles.where}>
            {typed.slice(Math.max(0, error.pos - 24), error.pos)}
            <mark className={styles.mark}>{typed.slice(error.pos, error.pos + 12) || ' '}</mark>
          </code>
        )}
        {message}
      </p>
    </div>
  );
}

/** Rows whose ids may stand here, by what they are called. */
function useRows(slug: string | undefined, typed: string): Suggestion[] {
  const { options } = useLookup(slug, typed.replace(/^"/, ''));
  return options.map(({ value, label, hint = '' }) => ({
    insert: printValue({ text: value }, ':'),
    label,
    detail: hint,
  }));
}

function errorIn(text: string): FilterError | null {
  try {
    parse(text);
    return null;
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
}
