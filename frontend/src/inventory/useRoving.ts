import { type KeyboardEvent, useEffect, useRef } from 'react';
import { nextCell } from './nextCell.ts';

/**
 * One stop of the Tab key for a grid of buttons, between which arrows, Home and End move. Spread what comes back on the
 * element that holds the buttons, which have tabIndex -1 themselves.
 */
export function useRoving() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const buttons = buttonsOf(ref.current);
    if (buttons.length > 0 && !buttons.some((button) => button.tabIndex === 0)) stopAt(buttons, buttons[0]);
  });
  function onKeyDown(event: KeyboardEvent) {
    const grid = ref.current;
    if (grid === null) return;
    const buttons = buttonsOf(grid);
    const cells = [...grid.children].map((child) => buttons.indexOf(child as HTMLButtonElement));
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = nextCell(event.key, cells, at, columnsOf(grid));
    const target = next === null ? undefined : buttons[next];
    if (target === undefined) return;
    event.preventDefault();
    stopAt(buttons, target);
    target.focus();
  }
  function onFocus(event: { target: EventTarget }) {
    stopAt(buttonsOf(ref.current), event.target as HTMLButtonElement);
  }
  return { ref, onKeyDown, onFocus };
}

function buttonsOf(grid: HTMLElement | null): HTMLButtonElement[] {
  return [...(grid?.querySelectorAll<HTMLButtonElement>(':scope > button') ?? [])];
}

function stopAt(buttons: readonly HTMLButtonElement[], stop: HTMLButtonElement | undefined) {
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
}

/** How many cells stand in the first row. */
function columnsOf(grid: HTMLElement): number {
  const tops = [...grid.children].map((child) => (child as HTMLElement).offsetTop);
  const second = tops.findIndex((top) => top !== tops[0]);
  return second < 0 ? tops.length : second;
}
