import { createFileRoute } from '@tanstack/react-router';
import { RaresPage } from '../../rares/RaresPage.tsx';
import { keep } from '../keep.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/rare-log')({
  component: Page,
  validateSearch: keep('range', 'tier', 'who'),
});

function Page() {
  return (
    <Queries>
      <RaresPage />
    </Queries>
  );
}
