import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type OwnedCharacter = components['schemas']['OwnedCharacter'];
export type AccessOfPlayer = components['schemas']['AccessOfPlayer'];

export const ownersQuery = queryOptions({
  queryKey: ['admin', 'characters'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api-admin/characters', { signal }))).characters,
});

const COMMANDS_AT_ONCE = 100;

/** The command log, newest first. */
export const commandsQuery = infiniteQueryOptions({
  queryKey: ['admin', 'commands'],
  initialPageParam: '',
  queryFn: ({ signal, pageParam }) =>
    answer(
      api.GET('/api-admin/commands', {
        params: { query: { limit: COMMANDS_AT_ONCE, ...(pageParam !== '' && { cursor: pageParam }) } },
        signal,
      }),
    ),
  getNextPageParam: (page) => (page.next_cursor === '' ? undefined : page.next_cursor),
});

/** Hides a character, shows it again, or gives it another name. */
export function changeCharacter(id: number, change: { hidden?: boolean; name?: string }) {
  return answer(api.PATCH('/api-admin/characters/{id}', { params: { path: { id } }, body: change }));
}

export function forgetCharacter(id: number) {
  return answer(api.DELETE('/api-admin/characters/{id}', { params: { path: { id } } }));
}

/** What a user may do with a character; null is what everybody may. */
export function setAccess(id: number, user: number, access: { see_tells: boolean; command: boolean } | null) {
  const params = { path: { id, user } };
  return access === null
    ? answer(api.DELETE('/api-admin/characters/{id}/access/{user}', { params }))
    : answer(api.PUT('/api-admin/characters/{id}/access/{user}', { params, body: access }));
}

/** "erik: no commands, tells". */
export function accessWords({ username, see_tells, command }: AccessOfPlayer): string {
  const words = [command ? '' : 'no commands', see_tells ? 'tells' : ''].filter((word) => word !== '');
  return `${username}: ${words.join(', ') || 'as everybody'}`;
}

/** Those whose name, tag, server or users hold a text. */
export function matching(characters: readonly OwnedCharacter[], text: string): readonly OwnedCharacter[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return characters;
  return characters.filter(({ name, tag, server, access }) =>
    [name, tag, server, ...access.map(({ username }) => username)].some((word) =>
      word.toLowerCase().includes(wanted),
    ),
  );
}
