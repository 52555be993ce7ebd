import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { placeBelow } from '../ui/menuPlacement.ts';
import styles from './Popover.module.css';

interface Props {
  icon: LucideIcon;
  label: string;
  /** What is in it, while it is open. */
  children: (close: () => void) => ReactNode;
}

/** A button with a small panel under it. */
export function Popover({ icon, label, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  function place() {
    if (panel.current === null || button.current === null) return;
    const { left, top } = placeBelow(
      button.current.getBoundingClientRect(),
      { width: panel.current.offsetWidth, height: panel.current.offsetHeight },
      { width: innerWidth, height: innerHeight },
    );
    panel.current.style.left = `${left}px`;
    panel.current.style.top = `${top}px`;
    panel.current.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }

  return (
    <>
      <Button ref={button} small icon={icon} aria-expanded={open} popoverTarget={id}>
        {label}
      </Button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={styles.panel}
        onToggle={(event) => {
          if (event.target !== panel.current) return;
          setOpen(event.newState === 'open');
          if (event.newState === 'open') requestAnimationFrame(place);
        }}
      >
        {open && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}
