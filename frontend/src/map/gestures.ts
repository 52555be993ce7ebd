/** What the hand does on the map, in pixels of the picture. */
export interface GestureTarget {
  onPan: (dx: number, dy: number) => void;
  onZoom: (factor: number, x: number, y: number) => void;
  onPick: (x: number, y: number, touch: boolean) => void;
  onHover: (x: number, y: number) => void;
  onLeave: () => void;
  onKey: (key: string) => boolean;
}

const DRAG_PX = 4;
const LINE_PX = 18;

interface Finger {
  x: number;
  y: number;
}

/** Wheel, drag, pinch, double click and keys on an element. Call the returned function to let go. */
export function listenToGestures(host: HTMLElement, target: GestureTarget): () => void {
  const fingers = new Map<number, Finger>();
  const leave = new AbortController();
  const signal = leave.signal;
  let dragged = false;
  let start: Finger = { x: 0, y: 0 };

  const place = (event: MouseEvent): Finger => {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const pinch = () => {
    const [a, b] = [...fingers.values()];
    if (a === undefined || b === undefined) return null;
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, spread: Math.hypot(a.x - b.x, a.y - b.y) };
  };

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    host.setPointerCapture(event.pointerId);
    const at = place(event);
    if (fingers.size === 0) {
      dragged = false;
      start = at;
    }
    fingers.set(event.pointerId, at);
  };

  const move = (event: PointerEvent) => {
    const at = place(event);
    const last = fingers.get(event.pointerId);
    if (last === undefined) {
      target.onHover(at.x, at.y);
      return;
    }
    if (fingers.size === 1) {
      if (!dragged && Math.hypot(at.x - start.x, at.y - start.y) < DRAG_PX) return;
      // The first step takes in the pixels that told a drag from a click.
      const from = dragged ? last : start;
      dragged = true;
      host.dataset.dragging = '';
      fingers.set(event.pointerId, at);
      target.onPan(at.x - from.x, at.y - from.y);
      return;
    }
    dragged = true;
    const before = pinch();
    fingers.set(event.pointerId, at);
    const after = pinch();
    if (before === null || after === null) return;
    target.onPan(after.x - before.x, after.y - before.y);
    if (before.spread > 0) target.onZoom(after.spread / before.spread, after.x, after.y);
  };

  const up = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId)) return;
    if (fingers.size > 0) return;
    delete host.dataset.dragging;
    if (event.type === 'pointerup' && !dragged) {
      const at = place(event);
      target.onPick(at.x, at.y, event.pointerType === 'touch');
    }
  };

  host.addEventListener('pointerdown', down, { signal });
  host.addEventListener('pointermove', move, { signal });
  host.addEventListener('pointerup', up, { signal });
  host.addEventListener('pointercancel', up, { signal });
  host.addEventListener('pointerleave', () => target.onLeave(), { signal });
  host.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const at = place(event);
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
      const delta = Math.max(-240, Math.min(240, event.deltaY * unit));
      target.onZoom(Math.exp(-delta * (event.ctrlKey ? 0.008 : 0.0022)), at.x, at.y);
    },
    { signal, passive: false },
  );
  host.addEventListener(
    'dblclick',
    (event) => {
      const at = place(event);
      target.onZoom(event.shiftKey ? 0.5 : 2, at.x, at.y);
    },
    { signal },
  );
  host.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target !== host) return;
      if (target.onKey(event.key)) event.preventDefault();
    },
    { signal },
  );
  return () => leave.abort();
}
