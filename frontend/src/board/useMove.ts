import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '../api/problem.ts';
import { showToast } from '../ui/toasts.ts';
import { boardQuery, changeIssue, type Issue, STATE_WORDS, type State } from './queries.ts';

/** Moves a matter into another column: at once on the screen, and back where the server refuses. */
export function useMove(): (issue: Issue, state: State) => void {
  const queries = useQueryClient();
  const { queryKey } = boardQuery;
  const move = useMutation({
    mutationFn: ({ issue, state }: { issue: Issue; state: State }) => changeIssue(issue, { state }),
    onMutate: async ({ issue, state }) => {
      await queries.cancelQueries({ queryKey });
      queries.setQueryData<Issue[]>(queryKey, (all) =>
        all?.map((each) => (each.id === issue.id ? { ...each, state } : each)),
      );
    },
    onSuccess: ({ title, state }) => showToast(`“${title}” is ${STATE_WORDS[state].toLowerCase()}`),
    onError: (error) => showToast(messageOf(error), { tone: 'danger' }),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  return (issue, state) => {
    if (issue.state !== state) move.mutate({ issue, state });
  };
}
