import { KeyRound, LogOut, ShieldCheck, ShieldMinus, ShieldOff, Trash2 } from 'lucide-react';
import type { MenuItem } from '../ui/Menu.tsx';
import { whyKept } from './userList.ts';
import type { User } from './users.ts';

export interface UserListProps {
  users: readonly User[];
  myId: number | undefined;
  actionsFor: (user: User) => MenuItem[];
}

export type UserAction = 'make-admin' | 'unmake-admin' | 'reset' | 'end-sessions' | 'reset-totp' | 'remove';

/** What may be done with a user, in the order of the menu. */
export function userActions(
  user: User,
  users: readonly User[],
  myId: number | undefined,
  act: (action: UserAction, user: User) => void,
): MenuItem[] {
  const kept = whyKept(user, users, myId);
  const why = kept === undefined ? '' : ` (${kept.toLowerCase()})`;
  const items: MenuItem[] = [
    { label: 'New password link…', icon: KeyRound, run: () => act('reset', user) },
    user.is_admin
      ? {
          label: `Make a plain user${why}`,
          icon: ShieldMinus,
          disabled: kept !== undefined,
          run: () => act('unmake-admin', user),
        }
      : { label: 'Make admin…', icon: ShieldCheck, run: () => act('make-admin', user) },
  ];
  if (user.sessions > 0 && user.id !== myId)
    items.push({ label: 'End all sessions', icon: LogOut, run: () => act('end-sessions', user) });
  if (user.totp)
    items.push({ label: 'Turn off two-step…', icon: ShieldOff, run: () => act('reset-totp', user) });
  items.push({
    label: `Remove…${why}`,
    icon: Trash2,
    danger: true,
    apart: true,
    disabled: kept !== undefined,
    run: () => act('remove', user),
  });
  return items;
}
