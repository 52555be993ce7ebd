import { type PointerEvent, useEffect, useRef, useState } from 'react';

interface ViewBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How far it can be zoomed in and out of the whole. */
const CLOSEST = 0.05;
const FARTHEST = 2;
/** A press that moves less than this is a click. */
const CLICK_PX = 5;

/** The part of a picture that is shown: moved by dragging, zoomed by the wheel around the pointer. */
export function useView(whole: ViewBox) {
  const [shown, setShown] = useState<ViewBox | null>(null);
  const ref = useRef<SVGSVGElement>(null);
  const drag = useRef<{ x: number; y: number; box: ViewBox; far: boolean } | null>(null);
  const box = shown ?? whole;

  function zoomAt(before: ViewBox, factor: number, px: number, py: number): ViewBox {
    const width = Math.min(whole.width * FARTHEST, Math.max(whole.width * CLOSEST, before.width * factor));
    const by = width / before.width;
    const height = before.height * by;
    return {
      x: before.x + (before.width - width) * px,
      y: before.y + (before.height - height) * py,
      width,
      height,
    };
  }

  const latest = useRef(zoomAt);
  useEffect(() => {
    latest.current = zoomAt;
  });
  useEffect(() => {
    const svg = ref.current;
    if (svg === null) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width, height } = svg.getBoundingClientRect();
      const factor = Math.exp(Math.max(-50, Math.min(50, event.deltaY)) / 250);
      setShown((before) =>
        latest.current(
          before ?? whole,
          factor,
          (event.clientX - left) / width,
          (event.clientY - top) / height,
        ),
      );
    };
    // React's own listener could not keep the page from scrolling.
    svg.addEventListener('wheel', onWheel, { passive: false });
    return () => svg.removeEventListener('wheel', onWheel);
  }, [whole]);

  return {
    ref,
    box,
    zoom: (factor: number) => setShown(zoomAt(box, factor, 0.5, 0.5)),
    fit: () => setShown(null),
    /** The press that has just ended moved the picture. */
    moved: () => drag.current?.far === true,
    onPointerDown: (event: PointerEvent) => {
      drag.current = { x: event.clientX, y: event.clientY, box, far: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const from = drag.current;
      const svg = ref.current;
      if (from === null || svg === null || event.buttons === 0) return;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!from.far && Math.hypot(dx, dy) < CLICK_PX) return;
      from.far = true;
      svg.setPointerCapture(event.pointerId);
      const scale = Math.max(from.box.width / svg.clientWidth, from.box.height / svg.clientHeight);
      setShown({ ...from.box, x: from.box.x - dx * scale, y: from.box.y - dy * scale });
    },
    onPointerUp: (event: PointerEvent) => {
      if (ref.current?.hasPointerCapture(event.pointerId)) ref.current.releasePointerCapture(event.pointerId);
    },
  };
}
