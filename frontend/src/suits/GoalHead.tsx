import { GripVertical } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import styles from './GoalsColumn.module.css';

interface Props {
  label: string;
  place: number;
  of: number;
  /** Where goals are added up, they have no order. */
  weighted: boolean;
  onMove: (by: number) => void;
  /** The handle is dragged to a height in the window. */
  onDrag: (y: number) => void;
  onDrop: () => void;
}

/** A goal's name with its place and the handle that moves it: dragged, or by the arrow keys. */
export function GoalHead({ label, place, of, weighted, onMove, onDrag, onDrop }: Props) {
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  }
  return (
    <>
      {!weighted && (
        <button
          type="button"
          className={styles.handle}
          aria-label={`${label}, ${place} of ${of}: move with the arrow keys`}
          title="Drag, or move with the arrow keys"
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId)) onDrag(event.clientY);
          }}
          onPointerUp={onDrop}
          onPointerCancel={onDrop}
        >
          <GripVertical size={15} aria-hidden="true" />
        </button>
      )}
      <h3 className={styles.label}>
        {!weighted && <span>{place}</span>} {label}
      </h3>
    </>
  );
}
