import { type RefObject, useEffect, useState } from 'react';
import { type RowWindow, rowWindow } from '../ui/rowWindow.ts';

/** Which columns of a wide table are worth rendering: useRowWindow on its side. */
export function useColumnWindow(
  scroller: RefObject<HTMLElement | null>,
  columns: number,
  columnPx: number,
): RowWindow {
  const [frame, setFrame] = useState({ left: 0, width: 1440 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const read = () => {
      const left = Math.floor(element.scrollLeft / (columnPx * 2)) * columnPx * 2;
      const width = element.clientWidth;
      setFrame((now) => (now.left === left && now.width === width ? now : { left, width }));
    };
    read();
    element.addEventListener('scroll', read, { passive: true });
    const resize = new ResizeObserver(read);
    resize.observe(element);
    return () => {
      element.removeEventListener('scroll', read);
      resize.disconnect();
    };
  }, [scroller, columnPx]);
  return rowWindow(columns, columnPx, frame.left, frame.width);
}
