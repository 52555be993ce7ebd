import { type ReactNode, useId, useState } from 'react';
import { cx } from './cx.ts';
import styles from './Popover.module.css';
import { usePopover } from './usePopover.ts';

/** What the button that opens it must carry. */
export interface PopoverTrigger {
  ref: (element: HTMLElement | null) => void;
  popoverTarget: string;
  'aria-expanded': boolean;
  'aria-haspopup'?: 'menu' | 'dialog';
}

interface Props {
  trigger: (props: PopoverTrigger) => ReactNode;
  /** What it is, for those who cannot see it. */
  label: string;
  side?: 'start' | 'end';
  className?: string | undefined;
  /** Rendered only while it is open. */
  children: (close: () => void) => ReactNode;
}

/** A box beside its button: light dismiss and Escape are the browser's. The element with data-autofocus gets the focus. */
export function Popover({ trigger, label, side = 'start', className, children }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const { anchor, popover, settle, close } = usePopover(side);
  return (
    <>
      {trigger({
        ref: (element) => {
          anchor.current = element;
        },
        popoverTarget: id,
        'aria-expanded': open,
        'aria-haspopup': 'dialog',
      })}
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        tabIndex={-1}
        data-quiet-focus=""
        className={cx(styles.popover, className)}
        onBeforeToggle={(event) => {
          if (event.target === event.currentTarget && event.newState === 'open') setOpen(true);
        }}
        onToggle={(event) => {
          if (event.target !== event.currentTarget) return;
          const nowOpen = event.newState === 'open';
          setOpen(nowOpen);
          if (!nowOpen) return;
          settle();
          const box = event.currentTarget;
          // Its content is rendered by now or in the next frame.
          requestAnimationFrame(() => {
            settle();
            (box.querySelector<HTMLElement>('[data-autofocus]') ?? box).focus({ preventScroll: true });
          });
        }}
      >
        {open && children(close)}
      </div>
    </>
  );
}
