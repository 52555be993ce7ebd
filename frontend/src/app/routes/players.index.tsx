import { createFileRoute } from '@tanstack/react-router';
import { PlayersPage } from '../../players/PlayersPage.tsx';
import { readPlayersSearch } from '../../players/search.ts';

export const Route = createFileRoute('/players/')({
  component: PlayersPage,
  validateSearch: readPlayersSearch,
});
