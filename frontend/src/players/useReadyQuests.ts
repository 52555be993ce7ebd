import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answer, api } from '../api/client.ts';
import type { Known } from './query/fields.ts';

const questStatusQuery = queryOptions({
  queryKey: ['quest-status'],
  queryFn: ({ signal }) => answer(api.GET('/quest-status', { signal })),
  refetchInterval: 15_000,
});

/** Who has which quests ready; asked for while a filter speaks of quests. */
export function useReadyQuests(wanted: boolean): Pick<Known, 'ready' | 'quests'> {
  const { data } = useQuery({ ...questStatusQuery, enabled: wanted });
  return useMemo(() => {
    const characters = data?.characters ?? [];
    const names = characters.flatMap(({ quests }) => quests.map((quest) => quest.quest_name));
    return {
      quests: [...new Set(names)].sort(),
      ready: new Map(
        characters.map(({ character_name, quests }) => [
          character_name,
          quests.filter(({ ready }) => ready === true).map((quest) => quest.quest_name),
        ]),
      ),
    };
  }, [data]);
}
