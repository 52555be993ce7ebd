import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Eye, EyeOff, KeyRound, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { cx } from '../ui/cx.ts';
import { Menu } from '../ui/Menu.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { endCell } from '../ui/tableCell.ts';
import { showToast } from '../ui/toasts.ts';
import { AccessDialog } from './AccessDialog.tsx';
import styles from './OwnersPage.module.css';
import { accessWords, changeCharacter, forgetCharacter, type OwnedCharacter, ownersQuery } from './owners.ts';
import { RenameDialog } from './RenameDialog.tsx';

const COLUMNS = [
  { label: 'Character' },
  { label: 'Tag' },
  { label: 'Server' },
  { label: 'Last seen' },
  { label: 'Users' },
  { label: 'Actions', kind: 'end' as const },
];

type Opened = { what: 'access' | 'rename' | 'forget'; id: number };

/** Characters with their users; each row's menu hides, renames, forgets. */
export function OwnersTable({ characters }: { characters: readonly OwnedCharacter[] }) {
  const queries = useQueryClient();
  const [opened, setOpened] = useState<Opened | null>(null);
  const renew = () => queries.invalidateQueries({ queryKey: ownersQuery.queryKey });
  const hide = useMutation({
    mutationFn: ({ id, hidden }: OwnedCharacter) => changeCharacter(id, { hidden: !hidden }),
    onSuccess: ({ name, hidden }) =>
      showToast(hidden ? `${name} is hidden from lists.` : `${name} is shown again.`, { tone: 'ok' }),
    onError: (error) => showToast(messageOf(error), { tone: 'danger' }),
    onSettled: renew,
  });
  const forget = useMutation({
    mutationFn: forgetCharacter,
    onSuccess: () => {
      showToast('Forgotten, with all that was stored.', { tone: 'ok' });
      setOpened(null);
      void renew();
    },
  });
  const character = characters.find(({ id }) => id === opened?.id);
  const close = () => {
    setOpened(null);
    forget.reset();
  };
  return (
    <>
      <Table caption="Characters" columns={COLUMNS}>
        {characters.map((one) => (
          <tr key={one.id} className={cx(one.hidden && styles.hidden)}>
            <th scope="row">
              <Link to="/players/$name" params={{ name: one.name }} className={styles.name}>
                {one.name}
              </Link>
              {one.hidden && <span className={styles.mark}>hidden</span>}
            </th>
            <td>{one.tag}</td>
            <td>{one.server}</td>
            <td>
              <Time at={one.last_seen_at} />
            </td>
            <td>
              <span className={styles.users}>
                {one.access.map((access) => (
                  <span key={access.user_id} className={styles.user}>
                    {accessWords(access)}
                  </span>
                ))}
              </span>
            </td>
            <td className={endCell}>
              <Menu
                label={`Actions for ${one.name}`}
                items={[
                  {
                    label: 'Who may use it…',
                    icon: KeyRound,
                    run: () => setOpened({ what: 'access', id: one.id }),
                  },
                  {
                    label: one.hidden ? 'Show in lists' : 'Hide from lists',
                    icon: one.hidden ? Eye : EyeOff,
                    run: () => hide.mutate(one),
                  },
                  { label: 'Rename…', icon: Pencil, run: () => setOpened({ what: 'rename', id: one.id }) },
                  {
                    label: 'Forget…',
                    icon: Trash2,
                    danger: true,
                    apart: true,
                    run: () => setOpened({ what: 'forget', id: one.id }),
                  },
                ]}
              />
            </td>
          </tr>
        ))}
      </Table>
      {character !== undefined && opened?.what === 'access' && (
        <AccessDialog character={character} onClose={close} />
      )}
      {character !== undefined && opened?.what === 'rename' && (
        <RenameDialog character={character} onClose={close} />
      )}
      {character !== undefined && opened?.what === 'forget' && (
        <ConfirmDialog
          title={`Forget ${character.name}`}
          text="All that is stored of it goes: its history, its rares and deaths, its fights, its inventory. That cannot be undone. The command log stays."
          action="Forget it"
          danger
          typed={character.name}
          busy={forget.isPending}
          error={forget.isError ? messageOf(forget.error) : ''}
          onConfirm={() => forget.mutate(character.id)}
          onClose={close}
        />
      )}
    </>
  );
}
