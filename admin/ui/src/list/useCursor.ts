import { type RefObject, useEffect, useRef, useState } from 'react';

/** Which cell the keyboard is at, and whether it is being edited. */
export interface Cursor {
  /** -1 is none. */
  row: number;
  column: number;
  editing: boolean;
  set: (row: number) => void;
  edit: (row: number, column: number) => void;
  stop: () => void;
  move: (rows: number) => void;
  /** Does what a key says, where it says something to a row. */
  key: (key: string) => boolean;
}

interface List {
  rows: number;
  columns: number;
  /** Another list begins at its top. */
  key: string;
  scroller: RefObject<HTMLElement | null>;
  rowPx: number;
  canEdit: (column: number) => boolean;
  onOpen: (row: number) => void;
  onSelect: (row: number) => void;
}

export function useCursor({ rows, columns, key, scroller, rowPx, canEdit, onOpen, onSelect }: List): Cursor {
  const [at, setAt] = useState({ key, row: -1, column: 0, editing: false });
  const { row, column, editing } = at.key === key ? at : { row: -1, column: 0, editing: false };
  const wanted = useRef(false);
  const place = (next: Partial<typeof at>) => setAt({ key, row, column, editing: false, ...next });

  // The row that was asked for is focused once it is there: far away ones are rendered by scrolling to them.
  useEffect(() => {
    if (!wanted.current || row < 0) return;
    wanted.current = false;
    const box = scroller.current;
    const find = () => box?.querySelector<HTMLElement>(`[data-row="${row}"]`);
    const element = find();
    if (element) return element.focus();
    if (box !== null) box.scrollTop = row * rowPx;
    requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
  });

  function go(to: number) {
    wanted.current = true;
    place({ row: Math.max(0, Math.min(rows - 1, to)) });
  }

  function edit(onRow: number, wantedColumn: number) {
    const candidates = [wantedColumn, ...Array.from({ length: columns }, (_, i) => i)];
    const found = candidates.find((i) => i < columns && canEdit(i));
    if (found !== undefined && onRow >= 0) place({ row: onRow, column: found, editing: true });
  }

  return {
    row,
    column,
    editing,
    set: (to) => place({ row: to }),
    edit,
    stop: () => {
      // The focus goes back to the row, unless somebody took it elsewhere.
      wanted.current =
        document.activeElement === document.body ||
        scroller.current?.contains(document.activeElement) === true;
      place({});
    },
    move: (by) => rows > 0 && go(row < 0 ? (by > 0 ? 0 : rows - 1) : row + by),
    key: (pressed) => {
      switch (pressed) {
        case 'ArrowDown':
          go(row + 1);
          return true;
        case 'ArrowUp':
          go(row - 1);
          return true;
        case 'Home':
          go(0);
          return true;
        case 'End':
          go(rows - 1);
          return true;
        case 'ArrowRight':
          place({ column: Math.min(columns - 1, column + 1) });
          return true;
        case 'ArrowLeft':
          place({ column: Math.max(0, column - 1) });
          return true;
        case 'Enter':
          onOpen(row);
          return true;
        case ' ':
          onSelect(row);
          return true;
        case 'F2':
          edit(row, column);
          return true;
        default:
          return false;
      }
    },
  };
}
