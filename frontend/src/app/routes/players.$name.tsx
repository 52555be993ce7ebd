import { createFileRoute } from '@tanstack/react-router';
import { CharacterPage } from '../../character/CharacterPage.tsx';
import { readCharacterSearch } from '../../character/search.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/players/$name')({
  component: Character,
  validateSearch: readCharacterSearch,
});

function Character() {
  const { name } = Route.useParams();
  // Another character is another page: nothing of the last one is carried over.
  return (
    <Queries>
      <CharacterPage key={name} name={name} />
    </Queries>
  );
}
