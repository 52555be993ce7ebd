import { createFileRoute } from '@tanstack/react-router';
import { SpawnsPage } from '../../spawns/SpawnsPage.tsx';
import { keep } from '../keep.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/spawn-map')({
  component: Page,
  validateSearch: keep('q', 'hours', 'mob', 'sort'),
});

function Page() {
  return (
    <Queries>
      <SpawnsPage />
    </Queries>
  );
}
