import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { copyText } from '../ui/copyText.ts';
import { FormError } from '../ui/FormError.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { TextField } from '../ui/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './Popover.module.css';
import { dropSearch, savedQuery, saveSearch } from './saved.ts';

interface Props {
  query: string;
  onQuery: (query: string) => void;
  onClose: () => void;
}

/** Keeps the search under a name, opens one that was kept, or copies the address of this one. */
export function SavePanel({ query, onQuery, onClose }: Props) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const saved = useQuery(savedQuery);
  const renew = () => queries.invalidateQueries({ queryKey: savedQuery.queryKey });
  const save = useMutation({
    mutationFn: () => saveSearch(name.trim(), query),
    onSuccess: () => {
      void renew();
      showToast(`Saved as “${name.trim()}”.`, { tone: 'ok' });
      onClose();
    },
  });
  const drop = useMutation({ mutationFn: dropSearch, onSettled: renew });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '' && !save.isPending) save.mutate();
  }

  async function share() {
    const copied = await copyText(location.href);
    showToast(copied ? 'The address of this search is copied.' : 'Copy the address from the browser’s bar.');
    onClose();
  }

  const list = saved.data ?? [];
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Save this search as"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={errorsOf(save.error).name}
          maxLength={80}
          autoComplete="off"
          data-autofocus
        />
        <FormError text={save.isError ? messageOf(save.error, ['name']) : ''} />
        <div className={styles.row}>
          <Button
            type="submit"
            kind="main"
            busy={save.isPending}
            disabled={name.trim() === '' || query === ''}
          >
            Save
          </Button>
          <Button onClick={() => void share()}>Copy its address</Button>
        </div>
      </form>
      {list.length > 0 && (
        <ul className={styles.saved} aria-label="Saved searches">
          {list.map((one) => (
            <li key={one.id} className={styles.row}>
              <button
                type="button"
                className={styles.open}
                onClick={() => {
                  onQuery(one.expression);
                  onClose();
                }}
              >
                {one.name}
                <code>{one.expression}</code>
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
