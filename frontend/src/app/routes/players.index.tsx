import { createFileRoute } from '@tanstack/react-router';
import { PlayersPage } from '../../players/PlayersPage.tsx';
import { readPlayersSearch } from '../../players/search.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/players/')({
  component: Players,
  validateSearch: readPlayersSearch,
});

function Players() {
  return (
    <Queries>
      <PlayersPage />
    </Queries>
  );
}
