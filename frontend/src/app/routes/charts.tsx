import { createFileRoute } from '@tanstack/react-router';
import { ChartsPage } from '../../charts/ChartsPage.tsx';
import { keep } from '../keep.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/charts')({
  component: Page,
  validateSearch: keep('range', 'chars', 'how', 'panels'),
});

function Page() {
  return (
    <Queries>
      <ChartsPage />
    </Queries>
  );
}
