import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, messageOf } from '../api/problem.ts';
import { showToast } from '../ui/toasts.ts';
import { requestOf, type SuitForm } from './form.ts';
import { runQuery, startRun } from './queries.ts';

/** Begins searches; started is told the new run's id, whose form is the one that was asked. */
export function useSearch(started: (id: string) => void) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: (form: SuitForm) => startRun(requestOf(form)),
    onSuccess: ({ id, state, ahead }, form) => {
      // What is known of it already need not be asked.
      queries.setQueryData(runQuery(id).queryKey, {
        id,
        state,
        ahead,
        username: '',
        request: requestOf(form),
        created_at: new Date().toISOString(),
        started_at: null,
        finished_at: null,
        failure: '',
        answer: null,
      });
      started(id);
    },
    onError: (error) => {
      if (Object.keys(errorsOf(error)).length === 0) showToast(messageOf(error), { tone: 'danger' });
    },
  });
  return { search: mutation.mutate, busy: mutation.isPending, errors: errorsOf(mutation.error) };
}

/** What is wrong with which field; "want[3].cantrip" belongs to want. */
function errorsOf(error: Error | null): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    Object.entries(error.problem.errors).map(([field, text]) => [field.split(/[.[]/)[0] ?? field, text]),
  );
}
