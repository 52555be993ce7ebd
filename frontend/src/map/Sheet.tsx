import { type PointerEvent, type ReactNode, useRef } from 'react';
import styles from './Sheet.module.css';
import { nearestSnap, nextSnap, type Snap, snapHeights } from './snaps.ts';

interface Props {
  label: string;
  /** Height of what the sheet lies over, in pixels. */
  room: number;
  snap: Snap;
  onSnap: (snap: Snap) => void;
  children: ReactNode;
}

/** The sheet that comes up from below on a phone: a look, a half, all of it. Drag the handle, or press it. */
export default function Sheet({ label, room, snap, onSnap, children }: Props) {
  const sheet = useRef<HTMLElement>(null);
  const drag = useRef<{ y: number; height: number; moved: boolean } | null>(null);
  const heights = snapHeights(room);

  function down(event: PointerEvent<HTMLElement>) {
    if (sheet.current === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { y: event.clientY, height: sheet.current.offsetHeight, moved: false };
  }

  function move(event: PointerEvent<HTMLElement>) {
    const start = drag.current;
    if (start === null || sheet.current === null) return;
    const by = start.y - event.clientY;
    if (Math.abs(by) > 4) start.moved = true;
    if (!start.moved) return;
    const height = Math.min(heights.full, Math.max(heights.peek, start.height + by));
    sheet.current.dataset.dragging = '';
    sheet.current.style.blockSize = `${height}px`;
  }

  function up(event: PointerEvent<HTMLElement>) {
    const start = drag.current;
    drag.current = null;
    if (start === null || sheet.current === null) return;
    delete sheet.current.dataset.dragging;
    if (!start.moved) return;
    const next = nearestSnap(heights, sheet.current.offsetHeight, start.y - event.clientY);
    sheet.current.style.blockSize = `${heights[next]}px`;
    onSnap(next);
  }

  return (
    <section
      ref={sheet}
      className={styles.sheet}
      aria-label={label}
      data-snap={snap}
      style={{ blockSize: `${heights[snap]}px` }}
    >
      <button
        type="button"
        className={styles.handle}
        aria-label={snap === 'full' ? 'Make the sheet small' : 'Make the sheet larger'}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onClick={(event) => {
          // A drag ends in a click of its own, which means nothing.
          if (event.detail === 0 || sheet.current?.offsetHeight === heights[snap]) onSnap(nextSnap(snap));
        }}
      />
      <div className={styles.body}>{children}</div>
    </section>
  );
}
