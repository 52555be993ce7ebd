import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import type { IconName } from './icons.gen.ts';
import styles from './Menu.module.css';
import popoverStyles from './Popover.module.css';
import type { PopoverTrigger } from './Popover.tsx';
import { nextIndex } from './place.ts';
import { usePopover } from './usePopover.ts';

export interface MenuItem {
  label: string;
  icon?: IconName;
  run: () => void;
  danger?: boolean;
  /** A rule above it. */
  apart?: boolean;
  disabled?: boolean;
  /** One of several that are on or off. */
  checked?: boolean;
  hint?: string;
}

interface Props {
  /** What the menu is about: "Actions for erik". */
  label: string;
  items: readonly MenuItem[];
  side?: 'start' | 'end';
  /** The button that opens it; a small ⋯ by default. */
  trigger?: (props: PopoverTrigger) => ReactNode;
}

/** A button with its menu, as a popover. Arrows move, Home and End jump, Escape closes. */
export function Menu({ label, items, side = 'end', trigger }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const { anchor, popover, settle, close } = usePopover(side);

  function entries(): HTMLButtonElement[] {
    return [
      ...(popover.current?.querySelectorAll<HTMLButtonElement>('[role^="menuitem"]:not(:disabled)') ?? []),
    ];
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Tab') close();
    const list = entries();
    const at = list.indexOf(document.activeElement as HTMLButtonElement);
    const next = nextIndex(event.key, at, list.length);
    if (next === undefined) return;
    event.preventDefault();
    list[next]?.focus();
  }

  const props: PopoverTrigger = {
    ref: (element) => {
      anchor.current = element;
    },
    popoverTarget: id,
    'aria-expanded': open,
    'aria-haspopup': 'menu',
  };

  return (
    <>
      {trigger === undefined ? <IconButton small icon="ellipsis" label={label} {...props} /> : trigger(props)}
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        data-quiet-focus=""
        aria-label={label}
        className={cx(popoverStyles.popover, styles.menu)}
        onBeforeToggle={(event) => {
          if (event.newState === 'open') setOpen(true);
        }}
        onToggle={(event) => {
          setOpen(event.newState === 'open');
          if (event.newState !== 'open') return;
          requestAnimationFrame(() => {
            settle();
            entries()[0]?.focus({ preventScroll: true });
          });
        }}
        onKeyDown={onKeyDown}
      >
        {open &&
          items.map((item) => (
            <div key={item.label} role="none">
              {item.apart && <hr className={styles.rule} />}
              {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: it is there with the role that has it */}
              <button
                type="button"
                role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
                aria-checked={item.checked}
                disabled={item.disabled}
                className={cx(styles.item, item.danger && styles.danger)}
                onClick={() => {
                  close();
                  // What runs may open a dialog, which gives the focus back to where it was.
                  anchor.current?.focus();
                  item.run();
                }}
              >
                {item.checked !== undefined ? (
                  <span className={styles.tick}>{item.checked && <Icon name="check" />}</span>
                ) : (
                  item.icon !== undefined && <Icon name={item.icon} />
                )}
                {item.label}
                {item.hint !== undefined && <span className={styles.hint}>{item.hint}</span>}
              </button>
            </div>
          ))}
      </div>
    </>
  );
}
