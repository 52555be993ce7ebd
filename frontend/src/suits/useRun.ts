import { useQuery, useQueryClient } from '@tanstack/react-query';
import { startTransition, useEffect, useState } from 'react';
import { runQuery } from './queries.ts';
import { followRun } from './runStream.ts';
import { FIRST_VIEW, isOver, type RunView, reduce, viewOf } from './runView.ts';
import type { SuitRun } from './types.ts';

interface Run {
  /** null while it is not known, or none is asked for. */
  run: SuitRun | null;
  view: RunView;
  error: Error | null;
}

/** A run and what is known of it, followed as long as it goes on. */
export function useRun(id: string | undefined): Run {
  const queries = useQueryClient();
  const { data: run, error } = useQuery({ ...runQuery(id ?? ''), enabled: id !== undefined });
  const [live, setLive] = useState<{ id: string; view: RunView } | null>(null);
  const follow = run !== undefined && !isOver(run.state);

  useEffect(() => {
    if (id === undefined || !follow) return;
    const first = queries.getQueryData(runQuery(id).queryKey);
    let view = first === undefined ? FIRST_VIEW : viewOf(first);
    return followRun(
      id,
      (events) => {
        view = reduce(view, events);
        const now = view;
        startTransition(() => setLive({ id, view: now }));
      },
      () => void queries.invalidateQueries({ queryKey: runQuery(id).queryKey }),
    );
  }, [id, follow, queries]);

  if (id === undefined || run === undefined) return { run: null, view: FIRST_VIEW, error };
  return { run, view: live?.id === id ? live.view : viewOf(run), error };
}
