import { type RefObject, useEffect, useState } from 'react';
import { type RowWindow, rowWindow } from './rowWindow.ts';

/** Which rows of a long list are worth rendering, followed as its scroller is scrolled and resized. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rows: number,
  rowPx: number,
): RowWindow {
  const [frame, setFrame] = useState({ top: 0, height: 1200 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const read = () => {
      // In steps of some rows, so that most scrolling renders nothing.
      const top = Math.floor(element.scrollTop / (rowPx * 4)) * rowPx * 4;
      const height = element.clientHeight;
      setFrame((now) => (now.top === top && now.height === height ? now : { top, height }));
    };
    read();
    element.addEventListener('scroll', read, { passive: true });
    const resize = new ResizeObserver(read);
    resize.observe(element);
    return () => {
      element.removeEventListener('scroll', read);
      resize.disconnect();
    };
  }, [scroller, rowPx]);
  return rowWindow(rows, rowPx, frame.top, frame.height);
}
