import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { errorsOf, messageOf } from '../api/problem.ts';
import styles from '../items/Popover.module.css';
import { Button } from '../ui/Button.tsx';
import { FormError } from '../ui/FormError.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { TextField } from '../ui/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import { type PlayersSearch, readView, viewWords, writeView } from './search.ts';

/** The page that the views belong to. */
const page = 'players';

const viewsQuery = queryOptions({
  queryKey: ['saved-searches', page],
  queryFn: async ({ signal }) =>
    (await answer(api.GET('/saved-searches', { params: { query: { page } }, signal }))).searches,
});

interface Props {
  /** What is looked at now. */
  search: PlayersSearch;
  onOpen: (search: PlayersSearch) => void;
  onClose: () => void;
}

/** Keeps filter, scope, order and columns under a name, or opens what was kept. */
export function ViewsPanel({ search, onOpen, onClose }: Props) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const views = useQuery(viewsQuery);
  const renew = () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/saved-searches', { body: { name: name.trim(), page, expression: writeView(search) } }),
      ),
    onSuccess: () => {
      void renew();
      showToast(`Saved as “${name.trim()}”.`, { tone: 'ok' });
      onClose();
    },
  });
  const drop = useMutation({
    mutationFn: (id: number) => answer(api.DELETE('/saved-searches/{id}', { params: { path: { id } } })),
    onSettled: renew,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '' && !save.isPending) save.mutate();
  }

  const list = views.data ?? [];
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Save this view as"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={errorsOf(save.error).name}
          maxLength={64}
          autoComplete="off"
          data-autofocus
        />
        <FormError text={save.isError ? messageOf(save.error, ['name']) : ''} />
        <Button type="submit" kind="main" busy={save.isPending} disabled={name.trim() === ''}>
          Save
        </Button>
      </form>
      {list.length > 0 && (
        <ul className={styles.saved} aria-label="Saved views">
          {list.map((one) => (
            <li key={one.id} className={styles.row}>
              <button
                type="button"
                className={styles.open}
                onClick={() => {
                  onOpen(readView(one.expression));
                  onClose();
                }}
              >
                {one.name}
                <code>{viewWords(readView(one.expression))}</code>
              </button>
              <IconButton
                icon={Trash2}
                small
                label={`Forget ${one.name}`}
                onClick={() => drop.mutate(one.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
