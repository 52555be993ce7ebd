import { answer, api } from '../api/client.ts';

/** Ends the session and leaves for the sign-in page; what the page still holds in memory goes with it. */
export async function signOut(): Promise<void> {
  await answer(api.POST('/logout'));
  location.assign('/login');
}
