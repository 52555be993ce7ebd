import { GripVertical, Maximize2, Minimize2, Minus, X } from 'lucide-react';
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { IconButton } from './IconButton.tsx';
import styles from './Window.module.css';
import { clampPlace, type Desk, fullPlace, type Place, snapPlace } from './windowPlace.ts';

interface Props {
  /** What it is found by, as data-window. */
  id: string;
  /** Whose window it is; the accessible name is this and `kind`. */
  title: string;
  kind: string;
  place: Place;
  /** Height in the stack of windows. */
  level: number;
  /** The desk that it moves on, asked when it moves. */
  desk: () => Desk;
  /** Places of the others, to snap to. */
  others: readonly Place[];
  onPlace: (place: Place) => void;
  onFront: () => void;
  onMinimise: () => void;
  onClose: () => void;
  children: ReactNode;
}

const KEY_STEP = 16;
const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
};

/**
 * A window over the page: moved by its title, sized by its lower right corner. The handle before the title does both
 * from the keyboard: arrows move, with Shift they size. Escape closes it.
 */
export function Window({
  id,
  title,
  kind,
  place,
  level,
  desk,
  others,
  onPlace,
  onFront,
  onMinimise,
  onClose,
  children,
}: Props) {
  const titleId = useId();
  const [dragged, setDragged] = useState<Place | null>(null);
  const drag = useRef<{ kind: 'move' | 'size'; x: number; y: number; from: Place } | null>(null);
  const before = useRef<Place | null>(null);
  const shown = dragged ?? place;
  const full = before.current !== null;

  // What had the focus when it opened has it again when it closes.
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    opener.current ??= document.activeElement;
    return () => {
      const back = opener.current;
      if (back instanceof HTMLElement && back.isConnected && document.activeElement === document.body)
        back.focus();
    };
  }, []);

  function begin(event: PointerEvent, what: 'move' | 'size') {
    if (event.button !== 0 || (event.target as Element).closest('button') !== null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { kind: what, x: event.clientX, y: event.clientY, from: place };
  }

  function go(event: PointerEvent) {
    const now = drag.current;
    if (now === null) return;
    const dx = event.clientX - now.x;
    const dy = event.clientY - now.y;
    before.current = null;
    setDragged(
      now.kind === 'move'
        ? snapPlace({ ...now.from, x: now.from.x + dx, y: now.from.y + dy }, desk(), others)
        : clampPlace({ ...now.from, width: now.from.width + dx, height: now.from.height + dy }, desk()),
    );
  }

  function end() {
    if (drag.current !== null && dragged !== null) onPlace(dragged);
    drag.current = null;
    setDragged(null);
  }

  function byKey(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    before.current = null;
    const [dx, dy] = step;
    const next = event.shiftKey
      ? { ...place, width: place.width + dx, height: place.height + dy }
      : { ...place, x: place.x + dx, y: place.y + dy };
    onPlace(clampPlace(next, desk()));
  }

  function toggleFull() {
    const back = before.current;
    before.current = back === null ? place : null;
    onPlace(back ?? fullPlace(desk()));
  }

  const moving = { onPointerMove: go, onPointerUp: end, onPointerCancel: end };
  return (
    <div
      role="dialog"
      aria-labelledby={titleId}
      data-window={id}
      className={styles.window}
      style={{
        insetInlineStart: shown.x,
        insetBlockStart: shown.y,
        inlineSize: shown.width,
        blockSize: shown.height,
        zIndex: level,
      }}
      onPointerDownCapture={onFront}
      onFocusCapture={onFront}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.head} onPointerDown={(event) => begin(event, 'move')} {...moving}>
        <IconButton
          small
          icon={GripVertical}
          label={`Move ${title}: arrow keys, with Shift its size`}
          className={styles.grip}
          onKeyDown={byKey}
        />
        <h2 id={titleId} className={styles.title}>
          {title} <span className={styles.kind}>{kind}</span>
        </h2>
        <IconButton small icon={Minus} label={`Minimise ${title}`} onClick={onMinimise} />
        <IconButton
          small
          icon={full ? Minimize2 : Maximize2}
          label={full ? `Make ${title} smaller` : `Make ${title} large`}
          onClick={toggleFull}
        />
        <IconButton small icon={X} label={`Close ${title}`} onClick={onClose} />
      </header>
      <div className={styles.body}>{children}</div>
      <span
        className={styles.corner}
        aria-hidden="true"
        onPointerDown={(event) => begin(event, 'size')}
        {...moving}
      />
    </div>
  );
}
