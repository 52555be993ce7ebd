import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { place } from './place.ts';

interface Popover {
  anchor: RefObject<HTMLElement | null>;
  popover: RefObject<HTMLDivElement | null>;
  /** Puts the popover beside its anchor, for when it has opened or changed its size. */
  settle: () => void;
  close: () => void;
}

/** Keeps a popover beside the element that it belongs to, for as long as it is open. */
export function usePopover(side: 'start' | 'end' = 'start'): Popover {
  const anchor = useRef<HTMLElement | null>(null);
  const popover = useRef<HTMLDivElement | null>(null);
  const settle = useCallback(() => {
    const [at, box] = [anchor.current, popover.current];
    if (at === null || box === null || !box.matches(':popover-open')) return;
    const rtl = getComputedStyle(at).direction === 'rtl';
    const { left, top } = place(
      at.getBoundingClientRect(),
      { width: box.offsetWidth, height: box.offsetHeight },
      { width: innerWidth, height: innerHeight },
      rtl === (side === 'end') ? 'start' : 'end',
    );
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
  }, [side]);
  useEffect(() => {
    // What is scrolled or resized under an open popover takes it along.
    addEventListener('scroll', settle, { capture: true, passive: true });
    addEventListener('resize', settle);
    return () => {
      removeEventListener('scroll', settle, { capture: true });
      removeEventListener('resize', settle);
    };
  }, [settle]);
  const close = useCallback(() => {
    const box = popover.current;
    if (box?.matches(':popover-open')) box.hidePopover();
  }, []);
  return { anchor, popover, settle, close };
}
