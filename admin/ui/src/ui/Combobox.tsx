import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { text } from '../text/en.ts';
import styles from './Combobox.module.css';
import { cx } from './cx.ts';
import inputStyles from './Input.module.css';
import popoverStyles from './Popover.module.css';
import { nextIndex } from './place.ts';
import { usePopover } from './usePopover.ts';

export interface Option {
  value: string;
  label: string;
  /** Said behind the label, weaker. */
  hint?: string;
  icon?: ReactNode;
}

interface Props {
  /** What is typed. */
  query: string;
  onQuery: (query: string) => void;
  options: readonly Option[];
  onPick: (option: Option) => void;
  /** The options are on their way. */
  busy?: boolean;
  /** Said in the list where there are none; a sentence. */
  empty?: string;
  placeholder?: string;
  /** Its name, where no label is tied to id. */
  label?: string | undefined;
  id?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  /** Draws no box of its own: it stands in one, behind chips. */
  bare?: boolean;
  autoFocus?: boolean;
  /** Backspace in an empty box. */
  mono?: boolean;
  /** Any text will do: Enter picks only what the arrows chose. */
  free?: boolean;
  /** Called with where the caret is, whenever it may have moved. */
  onCaret?: ((at: number) => void) | undefined;
  onBackspace?: (() => void) | undefined;
  onBlur?: (() => void) | undefined;
}

/**
 * A box to type into with a list of what may be meant: arrows choose, Enter picks, Escape closes the list. What is in
 * the list is its owner's affair, who hears of what is typed.
 */
export function Combobox({
  query,
  onQuery,
  options,
  onPick,
  busy,
  empty = text.noMatch,
  placeholder,
  label,
  id,
  describedBy,
  invalid,
  bare,
  autoFocus,
  mono,
  free = false,
  onCaret,
  onBackspace,
  onBlur,
}: Props) {
  const listId = useId();
  const [open, setOpen] = useState(false);
  const first = free ? -1 : 0;
  const [at, setAt] = useState(first);
  const { anchor, popover, settle } = usePopover('start');
  const input = useRef<HTMLInputElement>(null);
  const chosen = Math.min(at, options.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list's size follows its options
  useEffect(() => {
    const box = popover.current;
    if (box === null) return;
    if (open && (options.length > 0 || empty !== '')) {
      if (!box.matches(':popover-open')) box.showPopover();
      box.style.minWidth = `${anchor.current?.offsetWidth ?? 0}px`;
      settle();
    } else if (box.matches(':popover-open')) box.hidePopover();
  }, [open, options, busy, empty, settle, anchor, popover]);

  useEffect(() => {
    if (open)
      popover.current
        ?.querySelector(`#${CSS.escape(`${listId}-${chosen}`)}`)
        ?.scrollIntoView({ block: 'nearest' });
  }, [chosen, open, listId, popover]);

  function pick(option: Option | undefined) {
    if (option === undefined) return;
    setOpen(false);
    setAt(first);
    onPick(option);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      if (chosen < 0) setOpen(false);
      else pick(options[chosen]);
    } else if (event.key === 'Backspace' && query === '') {
      onBackspace?.();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) setOpen(true);
      else setAt(nextIndex(event.key, chosen, options.length) ?? 0);
    }
  }

  return (
    <>
      <input
        ref={(element) => {
          input.current = element;
          anchor.current = bare ? (element?.parentElement ?? null) : element;
        }}
        id={id}
        className={cx(bare ? styles.bare : inputStyles.input, mono && inputStyles.mono)}
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && chosen >= 0 ? `${listId}-${chosen}` : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        // biome-ignore lint/a11y/noAutofocus: where its owner opened it to be typed into
        autoFocus={autoFocus}
        value={query}
        onChange={(event) => {
          setAt(first);
          setOpen(true);
          onQuery(event.target.value);
          onCaret?.(event.target.selectionStart ?? event.target.value.length);
        }}
        onClick={() => setOpen(true)}
        onSelect={(event) => onCaret?.(event.currentTarget.selectionStart ?? 0)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOpen(false);
          onBlur?.();
        }}
      />
      <div ref={popover} popover="manual" className={cx(popoverStyles.popover, styles.list)}>
        <div id={listId} role="listbox" aria-label={label ?? placeholder} aria-busy={busy}>
          {open &&
            options.map((option, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input
              <div
                key={option.value}
                id={`${listId}-${i}`}
                role="option"
                aria-selected={i === chosen}
                className={cx(styles.option, i === chosen && styles.chosen)}
                // The input keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onMouseMove={() => setAt(i)}
                onClick={() => pick(option)}
              >
                {option.icon}
                {option.label}
                {option.hint !== undefined && <span className={styles.hint}>{option.hint}</span>}
              </div>
            ))}
        </div>
        {open && options.length === 0 && empty !== '' && (
          <p className={styles.empty}>{busy ? text.loading : empty}</p>
        )}
      </div>
    </>
  );
}
