import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type User = components['schemas']['UserAccount'];
export type Invitation = components['schemas']['Invitation'];
/** An invitation or reset at its making: the only time that its link is known. */
export type NewInvitation = components['schemas']['NewInvitation'];

export const usersQuery = queryOptions({
  queryKey: ['admin', 'users'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api-admin/users', { signal }))).users,
});

export const invitationsQuery = queryOptions({
  queryKey: ['admin', 'invitations'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api-admin/invitations', { signal }))).invitations,
});

export function addUser(user: { username: string; password: string; is_admin: boolean }) {
  return answer(api.POST('/api-admin/users', { body: user }));
}

export interface UserChange {
  is_admin?: boolean;
  end_sessions?: boolean;
  reset_totp?: boolean;
}

export function changeUser(id: number, change: UserChange) {
  return answer(api.PATCH('/api-admin/users/{id}', { params: { path: { id } }, body: change }));
}

export function removeUser(id: number) {
  return answer(api.DELETE('/api-admin/users/{id}', { params: { path: { id } } }));
}

export function resetUser(id: number) {
  return answer(api.POST('/api-admin/users/{id}/reset', { params: { path: { id } } }));
}

export function invite(invitation: { username?: string; is_admin: boolean; hours: number }) {
  return answer(api.POST('/api-admin/invitations', { body: invitation }));
}

export function revokeInvitation(id: number) {
  return answer(api.DELETE('/api-admin/invitations/{id}', { params: { path: { id } } }));
}
