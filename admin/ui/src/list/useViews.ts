import { useAdmin } from '../api/context.ts';
import { useMutation, useQuery, useQueryClient } from '../api/query.ts';
import type { View } from '../api/types.ts';
import { showProblem } from '../api/writes.ts';

/** The saved views of a type that the caller sees, in their order. */
export function useViews(slug: string): readonly View[] {
  const { api } = useAdmin();
  const views = useQuery({
    queryKey: ['views'],
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ items: View[] }>('/_views', {}, signal);
      return answer.items;
    },
    staleTime: 60_000,
  });
  return (views.data ?? none)
    .filter((view) => view.type === slug)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

const none: readonly View[] = [];

/** Saves a view: a new one where it has no id. */
export function useSaveView(onSaved: (view: View) => void) {
  const { api } = useAdmin();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, ...body }: Partial<View>) =>
      (id === undefined
        ? await api.call<View>('POST', '/_views', { body })
        : await api.call<View>('PATCH', `/_views/${encodeURIComponent(id)}`, { body })
      ).data,
    onSuccess: async (view) => {
      await queries.invalidateQueries({ queryKey: ['views'] });
      onSaved(view);
    },
  });
}

export function useDeleteView(onDeleted: (view: View) => void) {
  const { api } = useAdmin();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (view: View) => {
      await api.call('DELETE', `/_views/${encodeURIComponent(view.id)}`);
      return view;
    },
    onSuccess: async (view) => {
      await queries.invalidateQueries({ queryKey: ['views'] });
      onDeleted(view);
    },
    onError: (error) => showProblem(error),
  });
}
