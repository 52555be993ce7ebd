import type { Invitation, User } from './users.ts';

/** The users whose name or role holds every word typed; by name, as the server orders them. */
export function filterUsers(users: readonly User[], query: string): readonly User[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return users.filter((user) => {
    const text = `${user.username.toLowerCase()} ${user.is_admin ? 'admin' : 'user'}`;
    return words.every((word) => text.includes(word));
  });
}

const kinds: Record<Invitation['kind'], string> = {
  invite: 'Invitation',
  reset: 'New password',
  'first-admin': 'First admin',
};

export function kindOf(invitation: Pick<Invitation, 'kind'>): string {
  return kinds[invitation.kind];
}

/** Why an action on a user is not to be had, or undefined: nobody removes himself or the last admin. */
export function whyKept(user: User, users: readonly User[], myId: number | undefined): string | undefined {
  if (user.id === myId) return 'This is you';
  if (user.is_admin && users.filter((other) => other.is_admin).length === 1) return 'The last admin';
  return undefined;
}
