import { useRouterState } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef } from 'react';

/**
 * Moves the focus into the page when another page is opened, as loading it would: the next Tab goes on from there and a
 * screen reader begins to read. A page that took the focus itself keeps it.
 */
export function useFocusOnPage(main: RefObject<HTMLElement | null>): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const last = useRef(path);
  useEffect(() => {
    const first = last.current === undefined;
    if (last.current === path) return;
    last.current = path;
    if (first || main.current?.contains(document.activeElement)) return;
    main.current?.focus({ preventScroll: true });
  }, [path, main]);
}
