import { createFileRoute } from '@tanstack/react-router';
import { QuestLogPage } from '../../quests/QuestLogPage.tsx';
import { readQuestLogSearch } from '../../quests/search.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/quest-log')({ component: Quests, validateSearch: readQuestLogSearch });

function Quests() {
  return (
    <Queries>
      <QuestLogPage />
    </Queries>
  );
}
