import { Ellipsis, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, useId, useRef } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Menu.module.css';
import { nextIndex, placeBelow } from './menuPlacement.ts';

export interface MenuItem {
  label: string;
  icon?: LucideIcon;
  run: () => void;
  danger?: boolean;
  /** A rule above it. */
  apart?: boolean;
  disabled?: boolean;
}

interface Props {
  /** What the menu is about: "Actions for erik". */
  label: string;
  items: MenuItem[];
}

/** The ⋯ button of a row with its menu, as a popover. Arrows move, Home and End jump, Escape closes. */
export function Menu({ label, items }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  function entries(): HTMLButtonElement[] {
    return [...(menu.current?.querySelectorAll<HTMLButtonElement>('[role="menuitem"]:not(:disabled)') ?? [])];
  }

  function onToggle(open: boolean) {
    button.current?.setAttribute('aria-expanded', String(open));
    if (!open || menu.current === null || button.current === null) return;
    const place = placeBelow(
      button.current.getBoundingClientRect(),
      { width: menu.current.offsetWidth, height: menu.current.offsetHeight },
      { width: innerWidth, height: innerHeight },
    );
    menu.current.style.left = `${place.left}px`;
    menu.current.style.top = `${place.top}px`;
    entries()[0]?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    const list = entries();
    const at = list.indexOf(document.activeElement as HTMLButtonElement);
    const next = nextIndex(event.key, at, list.length);
    if (next === undefined) return;
    event.preventDefault();
    list[next]?.focus();
  }

  return (
    <>
      <IconButton
        ref={button}
        small
        icon={Ellipsis}
        label={label}
        aria-haspopup="menu"
        aria-expanded="false"
        popoverTarget={id}
      />
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className={styles.menu}
        onToggle={(event) => onToggle(event.newState === 'open')}
        onKeyDown={onKeyDown}
      >
        {items.map((item) => (
          <div key={item.label} role="none">
            {item.apart && <hr className={styles.rule} />}
            <button
              type="button"
              role="menuitem"
              disabled={item.disabled}
              className={cx(styles.item, item.danger && styles.danger)}
              onClick={() => {
                menu.current?.hidePopover();
                // What runs may open a dialog, which gives the focus back to where it was.
                button.current?.focus();
                item.run();
              }}
            >
              {item.icon !== undefined && <item.icon size={16} aria-hidden="true" />}
              {item.label}
            </button>
          </div>
        ))}
      </div>
    </>
  );
}
