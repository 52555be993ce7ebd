import { useState } from 'react';
import type { Row } from '../api/types.ts';

export interface Selection {
  ids: ReadonlySet<string>;
  /** All that match are selected, those on other pages too. */
  all: boolean;
  toggle: (id: string) => void;
  /** Everything from the row that was toggled last to this one. */
  toggleTo: (id: string) => void;
  togglePage: () => void;
  selectAll: () => void;
  clear: () => void;
}

/** Which rows are selected; they stay so over the pages of one list, whose key changes with what it asks for. */
export function useSelection(rows: readonly Row[], key: string): Selection {
  const [state, setState] = useState<{ key: string; ids: ReadonlySet<string>; all: boolean; last: string }>(
    none,
  );
  const { ids, all, last } = state.key === key ? state : none;
  const set = (change: Partial<typeof state>) => setState({ key, ids, all: false, last, ...change });

  function toggle(id: string) {
    const next = new Set(all ? rows.map((row) => row.id) : ids);
    if (!next.delete(id)) next.add(id);
    set({ ids: next, last: id });
  }

  return {
    ids,
    all,
    toggle,
    toggleTo: (id) => {
      const [a, b] = [rows.findIndex((row) => row.id === last), rows.findIndex((row) => row.id === id)];
      if (a < 0 || b < 0 || all) return toggle(id);
      const run = rows.slice(Math.min(a, b), Math.max(a, b) + 1).map((row) => row.id);
      const next = new Set(ids);
      const on = !ids.has(id);
      for (const one of run) {
        if (on) next.add(one);
        else next.delete(one);
      }
      set({ ids: next, last: id });
    },
    togglePage: () => {
      const whole = !all && rows.every((row) => ids.has(row.id));
      const next = new Set(ids);
      for (const row of rows) {
        if (whole || all) next.delete(row.id);
        else next.add(row.id);
      }
      set({ ids: next });
    },
    selectAll: () => set({ all: true, ids: new Set() }),
    clear: () => set({ ids: new Set(), last: '' }),
  };
}

const none = { key: '', ids: new Set<string>() as ReadonlySet<string>, all: false, last: '' };
