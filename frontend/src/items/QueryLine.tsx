import { Search, X } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { cx } from '../ui/cx.ts';
import styles from './QueryLine.module.css';
import type { Fault } from './query/check.ts';
import type { Field } from './query/fields.ts';
import { paint } from './query/paint.ts';
import { type Lists, type Suggestion, suggest } from './query/suggest.ts';

interface Props {
  ref: RefObject<HTMLInputElement | null>;
  value: string;
  onChange: (value: string) => void;
  fields: readonly Field[];
  lists: Lists;
  fault: Fault | null;
  /** Of the element that says what is wrong. */
  faultId: string;
  /** An arrow down out of the line: to the first result. */
  onLeave: () => void;
  /** What is searched, for those who do not see the page round it. */
  label?: string;
  placeholder?: string;
  /** As high as the controls beside it. */
  low?: boolean;
  /** How much was found, and what else stands at the end of the line. */
  children: ReactNode;
}

/**
 * The line that items are searched by: a plain input, its text transparent over the same text in colours. Suggestions
 * come while one types; an arrow chooses one, Tab or Enter takes it, Escape puts them away.
 */
export function QueryLine(props: Props) {
  const { ref, value, onChange, fields, lists, fault, faultId, onLeave, children } = props;
  const { label = 'Search items', low = false } = props;
  const listId = useId();
  const colours = useRef<HTMLDivElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  const moveTo = useRef<number | null>(null);
  const { from, to, items } =
    caret === null ? { from: 0, to: 0, items: [] } : suggest(value, caret, fields, lists);
  const open = items.length > 0;
  const chosen = items[active];

  useLayoutEffect(() => {
    if (moveTo.current !== null) ref.current?.setSelectionRange(moveTo.current, moveTo.current);
    moveTo.current = null;
    if (colours.current && ref.current) colours.current.scrollLeft = ref.current.scrollLeft;
  });

  function close() {
    setCaret(null);
    setActive(-1);
  }

  function take({ insert }: Suggestion) {
    const goesOn = insert.endsWith(':');
    const space = goesOn || /^[\s),]/.test(value.slice(to)) ? '' : ' ';
    const at = from + insert.length + space.length;
    onChange(`${value.slice(0, from)}${insert}${space}${value.slice(to)}`);
    moveTo.current = at;
    setActive(-1);
    setCaret(goesOn ? at : null);
    ref.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (open) {
          const by = event.key === 'ArrowDown' ? 1 : -1;
          // One place more than there are: none of them.
          setActive((now) => ((now + 1 + by + items.length + 1) % (items.length + 1)) - 1);
        } else if (event.key === 'ArrowDown') onLeave();
        break;
      case 'Enter':
        if (chosen === undefined) {
          close();
          return;
        }
        take(chosen);
        break;
      case 'Tab': {
        const first = chosen ?? items[0];
        if (first === undefined || event.shiftKey) return;
        take(first);
        break;
      }
      case 'Escape':
        if (open) close();
        else if (value !== '') onChange('');
        else ref.current?.blur();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  return (
    <search className={cx(styles.line, low && styles.low)}>
      <Search size={18} aria-hidden="true" className={styles.glass} />
      <div className={styles.field}>
        <div ref={colours} className={styles.colours} aria-hidden="true">
          {paint(value, fault).map(({ text, kind, bad }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a run of text is its place
            <span key={i} className={cx(kind !== null && styles[kind], bad && styles.bad)}>
              {text}
            </span>
          ))}
        </div>
        <input
          ref={ref}
          type="text"
          role="combobox"
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={listId}
          aria-activedescendant={chosen === undefined ? undefined : `${listId}-${active}`}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : faultId}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder={props.placeholder ?? 'is:armor slot:chest al:>=300 spell:"Epic*"'}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            setCaret(event.target.selectionStart);
            setActive(-1);
          }}
          onScroll={(event) => {
            if (colours.current) colours.current.scrollLeft = event.currentTarget.scrollLeft;
          }}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
        <div
          id={listId}
          role="listbox"
          aria-label="Suggestions"
          className={styles.list}
          hidden={!open}
          style={{ insetInlineStart: `min(${from}ch, max(0px, 100% - 380px))` }}
        >
          {items.map((item, i) => (
            <div
              key={item.insert}
              id={`${listId}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === active}
              className={styles.option}
              // The input keeps the focus, or its blur would close the list first.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(item)}
              onKeyDown={undefined}
            >
              <code>{item.insert}</code>
              <span className={styles.label}>{item.label}</span>
              <span className={styles.detail}>{item.detail}</span>
            </div>
          ))}
        </div>
      </div>
      {value !== '' && (
        <button
          type="button"
          className={styles.clear}
          aria-label="Clear the search"
          onClick={() => {
            onChange('');
            ref.current?.focus();
          }}
        >
          <X size={16} aria-hidden="true" />
        </button>
      )}
      {children}
    </search>
  );
}
