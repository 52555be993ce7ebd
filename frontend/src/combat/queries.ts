import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type Totals = components['schemas']['CharacterCombat'];
export type Monsters = Record<string, components['schemas']['MonsterCombat']>;

/** Each character's newest session, or all of them. */
export type Part = 'session' | 'lifetime';

const RENEW_MS = 30_000;

/** Everybody's sums, and where it is wanted what they are made of. */
export function groupQuery(of: Part, monsters: boolean) {
  return queryOptions({
    queryKey: ['group-combat', of, monsters],
    queryFn: ({ signal }) =>
      answer(api.GET('/combat-stats', { params: { query: { of, monsters } }, signal })),
    refetchInterval: RENEW_MS,
  });
}
