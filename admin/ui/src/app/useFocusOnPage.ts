import { type RefObject, useEffect, useRef } from 'react';

/**
 * Moves the focus into the page when another page is opened, as loading it would: the next Tab goes on from there and a
 * screen reader begins to read. A page that took the focus itself keeps it.
 */
export function useFocusOnPage(main: RefObject<HTMLElement | null>, path: string): void {
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    if (main.current?.contains(document.activeElement)) return;
    main.current?.focus({ preventScroll: true });
  }, [path, main]);
}
