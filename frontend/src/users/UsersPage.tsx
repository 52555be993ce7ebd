import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Search, UserPlus, Users } from 'lucide-react';
import { useRef, useState } from 'react';
import { ApiError, messageOf } from '../api/problem.ts';
import { useMe } from '../auth/me.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FormError } from '../ui/FormError.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { AddUserDialog } from './AddUserDialog.tsx';
import { InvitationList } from './InvitationList.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { UserCards } from './UserCards.tsx';
import { type Question, UserDialogs } from './UserDialogs.tsx';
import styles from './UsersPage.module.css';
import { UsersTable } from './UsersTable.tsx';
import { type UserAction, userActions } from './userActions.ts';
import { filterUsers } from './userList.ts';
import {
  changeUser,
  invitationsQuery,
  type NewInvitation,
  revokeInvitation,
  type User,
  type UserChange,
  usersQuery,
} from './users.ts';

type Open =
  | { dialog: 'add' | 'invite' }
  | { dialog: 'link'; link: NewInvitation }
  | { dialog: 'ask'; question: Question; user: User };

/** Who may sign in, and which links to do so are out. For admins. */
export function UsersPage() {
  const queries = useQueryClient();
  const me = useMe().data;
  const users = useQuery(usersQuery);
  const invitations = useQuery(invitationsQuery);
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<Open | null>(null);
  const filter = useRef<HTMLInputElement>(null);
  const narrow = useMediaQuery('(max-width: 719.98px)');

  useShortcut('/', 'Filter the users', 'Users', () => filter.current?.focus());
  useShortcut('i', 'Invite somebody', 'Users', () => setOpen({ dialog: 'invite' }));
  useShortcut('n', 'Add a user', 'Users', () => setOpen({ dialog: 'add' }));

  const refresh = () => queries.invalidateQueries({ queryKey: ['admin'] });
  const change = useMutation({
    mutationFn: ({ user, to }: { user: User; to: UserChange; told: string; undo?: UserChange }) =>
      changeUser(user.id, to),
    onSuccess: (_, { user, told, undo }) =>
      showToast(told, {
        tone: 'ok',
        ...(undo && {
          action: {
            label: 'Undo',
            run: () => change.mutate({ user, to: undo, told: `${user.username} is as before.` }),
          },
        }),
      }),
    onError: (error) => showToast(messageOf(error), { tone: 'danger' }),
    onSettled: refresh,
  });
  const revoke = useMutation({
    mutationFn: revokeInvitation,
    onSuccess: () => showToast('The link is revoked.', { tone: 'ok' }),
    onError: (error) => showToast(messageOf(error), { tone: 'danger' }),
    onSettled: refresh,
  });

  function act(action: UserAction, user: User) {
    if (action === 'unmake-admin')
      change.mutate({
        user,
        to: { is_admin: false },
        undo: { is_admin: true },
        told: `${user.username} is a plain user now.`,
      });
    else if (action === 'end-sessions')
      change.mutate({ user, to: { end_sessions: true }, told: `${user.username} is signed out everywhere.` });
    else setOpen({ dialog: 'ask', question: action, user });
  }

  function showLink(link: NewInvitation) {
    setOpen({ dialog: 'link', link });
    void refresh();
  }

  if (me?.is_admin === false || (users.error instanceof ApiError && users.error.problem.status === 403)) {
    return (
      <>
        <PageHead title="Users" />
        <EmptyState icon={Users} title="Only admins see the users" why="Ask an admin of your guild." />
      </>
    );
  }

  const all = users.data ?? [];
  const shown = filterUsers(all, query);
  const list = {
    users: shown,
    myId: me?.user_id,
    actionsFor: (user: User) => userActions(user, all, me?.user_id, act),
  };
  const pending = invitations.data ?? [];

  return (
    <>
      <PageHead title="Users" />
      <div className={styles.page}>
        <div className={styles.bar}>
          <div className={styles.filter}>
            <Search size={16} aria-hidden="true" />
            <input
              ref={filter}
              type="search"
              aria-label="Filter the users"
              placeholder="Name or role"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </div>
          <Button onClick={() => setOpen({ dialog: 'add' })}>Add user…</Button>
          <Button kind="main" icon={UserPlus} onClick={() => setOpen({ dialog: 'invite' })}>
            Invite…
          </Button>
        </div>

        {users.isError && <FormError text={messageOf(users.error)} />}
        {users.isPending && <Skeleton height="160px" />}
        {users.data !== undefined && shown.length === 0 && (
          <EmptyState icon={Users} title={`No user is called “${query.trim()}”`}>
            <Button onClick={() => setQuery('')}>Show all {all.length}</Button>
          </EmptyState>
        )}
        {shown.length > 0 && (narrow ? <UserCards {...list} /> : <UsersTable {...list} />)}

        <h2 className={styles.heading}>
          Pending links {pending.length > 0 && <span className={styles.count}>{pending.length}</span>}
        </h2>
        {invitations.isError && <FormError text={messageOf(invitations.error)} />}
        {invitations.data !== undefined && pending.length === 0 && (
          <p className={styles.quiet}>
            None. Invitations and links for new passwords wait here until they are used.
          </p>
        )}
        {pending.length > 0 && (
          <InvitationList
            invitations={pending}
            busy={revoke.isPending ? revoke.variables : undefined}
            onRevoke={(invitation) => revoke.mutate(invitation.id)}
          />
        )}
      </div>

      {open?.dialog === 'add' && (
        <AddUserDialog
          onClose={() => setOpen(null)}
          onAdded={(user) => {
            setOpen(null);
            showToast(`${user.username} is added.`, { tone: 'ok' });
            void refresh();
          }}
        />
      )}
      {open?.dialog === 'invite' && <InviteDialog onClose={() => setOpen(null)} onInvited={showLink} />}
      {open?.dialog === 'link' && <LinkDialog invitation={open.link} onClose={() => setOpen(null)} />}
      {open?.dialog === 'ask' && (
        <UserDialogs
          question={open.question}
          user={open.user}
          onClose={() => setOpen(null)}
          onDone={(told, link) => {
            if (link === undefined) {
              setOpen(null);
              showToast(told, { tone: 'ok' });
              void refresh();
            } else showLink(link);
          }}
        />
      )}
    </>
  );
}
