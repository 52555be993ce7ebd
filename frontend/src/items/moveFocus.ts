import type { KeyboardEvent } from 'react';

/**
 * The keys of a list of items: arrows go from one handle to the next, Home and End to the ends of what is rendered, c
 * compares. `columns` is how many stand side by side.
 */
export function moveFocus(event: KeyboardEvent, columns: number, onCompare: (id: number) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const item = (event.target as HTMLElement).closest<HTMLElement>('[data-item]');
  if (item === null) return;
  if (event.key === 'c') {
    event.preventDefault();
    onCompare(Number(item.dataset.item));
    return;
  }
  const handles = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-item] [data-handle]')];
  const at = handles.findIndex((handle) => item.contains(handle));
  const to = nextHandle(event.key, at, handles.length, columns);
  if (to === null) return;
  event.preventDefault();
  handles[to]?.focus();
}

/** Where a key leads to from the item at a place; null where the key means nothing. */
export function nextHandle(key: string, at: number, count: number, columns: number): number | null {
  const bounded = (to: number) => Math.max(0, Math.min(count - 1, to));
  switch (key) {
    case 'ArrowDown':
      return bounded(at + columns);
    case 'ArrowUp':
      return bounded(at - columns);
    case 'ArrowRight':
      return columns === 1 ? null : bounded(at + 1);
    case 'ArrowLeft':
      return columns === 1 ? null : bounded(at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
