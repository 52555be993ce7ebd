import { Search } from 'lucide-react';
import { useRef } from 'react';
import { useTypedFilter } from '../live/useTypedFilter.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import styles from './LogPage.module.css';

interface Props {
  label: string;
  /** The page, for the overview of keys. */
  group: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** What a list is narrowed by; / leads to it, Escape empties it. */
export function FilterField({ label, group, value, onChange }: Props) {
  const [text, setText] = useTypedFilter(value, onChange);
  const input = useRef<HTMLInputElement>(null);
  useShortcut('/', label, group, () => input.current?.focus());
  return (
    <search className={styles.filter}>
      <Search size={16} aria-hidden="true" />
      <input
        ref={input}
        type="text"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setText('')}
      />
    </search>
  );
}
