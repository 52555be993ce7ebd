import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type AccountSession = components['schemas']['AccountSession'];

export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: async ({ signal }) => (await answer(api.GET('/account/sessions', { signal }))).sessions,
});

export const totpQuery = queryOptions({
  queryKey: ['account', 'totp'],
  queryFn: ({ signal }) => answer(api.GET('/account/totp', { signal })),
});

export function changePassword(current: string, next: string) {
  return answer(api.POST('/account/password', { body: { current_password: current, new_password: next } }));
}

export function endSession(id: string) {
  return answer(api.DELETE('/account/sessions/{id}', { params: { path: { id } } }));
}

/** Begins the set-up: nothing is on until a first code has been confirmed. */
export function beginTotp(password: string) {
  return answer(api.POST('/account/totp', { body: { password } }));
}

export function confirmTotp(code: string) {
  return answer(api.PUT('/account/totp', { body: { code } }));
}

export function disableTotp(password: string) {
  return answer(api.DELETE('/account/totp', { body: { password } }));
}
