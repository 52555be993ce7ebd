import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import box from '../ui/Checkbox.module.css';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { usersQuery } from '../users/users.ts';
import styles from './AccessDialog.module.css';
import { type OwnedCharacter, ownersQuery, setAccess } from './owners.ts';

/** What a user may do unless something else is said. */
const EVERYBODY = { see_tells: false, command: true };

/** Who may command a character and who reads its tells; each tick counts at once. */
export function AccessDialog({ character, onClose }: { character: OwnedCharacter; onClose: () => void }) {
  const queries = useQueryClient();
  const users = useQuery(usersQuery);
  const set = useMutation({
    mutationFn: ({ user, access }: { user: number; access: typeof EVERYBODY }) => {
      const usual = access.see_tells === EVERYBODY.see_tells && access.command === EVERYBODY.command;
      return setAccess(character.id, user, usual ? null : access);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ownersQuery.queryKey }),
  });
  return (
    <Dialog title={`Who may use ${character.name}`} onClose={onClose}>
      {users.isPending ? (
        <Skeleton height="120px" />
      ) : (
        <table className={styles.table}>
          <caption className="visually-hidden">What users may do with {character.name}</caption>
          <thead>
            <tr>
              <th scope="col">User</th>
              <th scope="col">Commands</th>
              <th scope="col">Tells</th>
            </tr>
          </thead>
          <tbody>
            {(users.data ?? []).map(({ id, username, is_admin }) => {
              const wished = set.isPending && set.variables.user === id ? set.variables.access : undefined;
              const said = character.access.find(({ user_id }) => user_id === id);
              const { see_tells, command } = wished ?? said ?? EVERYBODY;
              return (
                <tr key={id}>
                  <th scope="row">
                    {username}
                    {is_admin && <span className={styles.soft}> · admin</span>}
                  </th>
                  <td>
                    <input
                      type="checkbox"
                      className={box.box}
                      aria-label={`${username} may command ${character.name}`}
                      checked={command}
                      disabled={set.isPending}
                      onChange={(event) =>
                        set.mutate({ user: id, access: { see_tells, command: event.target.checked } })
                      }
                    />
                  </td>
                  <td>
                    <input
                      type="checkbox"
                      className={box.box}
                      aria-label={`${username} reads the tells of ${character.name}`}
                      // Admins read all tells anyway.
                      checked={see_tells || is_admin}
                      disabled={set.isPending || is_admin}
                      onChange={(event) =>
                        set.mutate({ user: id, access: { see_tells: event.target.checked, command } })
                      }
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <FormError text={set.isError ? messageOf(set.error) : users.isError ? messageOf(users.error) : ''} />
      <DialogFoot>
        <Button kind="main" onClick={onClose}>
          Done
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
