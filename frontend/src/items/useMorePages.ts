import { type RefObject, useEffect, useRef } from 'react';

/** How near to the end one scrolls before more is asked for. */
const AHEAD_PX = 1_600;

/** Asks for the next page as the end of the list comes near. */
export function useMorePages(
  scroller: RefObject<HTMLElement | null>,
  more: boolean,
  fetchMore: () => void,
): void {
  const latest = useRef(fetchMore);
  useEffect(() => {
    latest.current = fetchMore;
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !more) return;
    const read = () => {
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      if (left < AHEAD_PX && element.scrollTop > 0) latest.current();
    };
    read();
    element.addEventListener('scroll', read, { passive: true });
    return () => element.removeEventListener('scroll', read);
  }, [scroller, more]);
}
