import { createFileRoute } from '@tanstack/react-router';
import { CombatPage } from '../../combat/CombatPage.tsx';
import { keep } from '../keep.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/combat')({
  component: Page,
  validateSearch: keep('q', 'of', 'side', 'show', 'sort', 'who', 'by'),
});

function Page() {
  return (
    <Queries>
      <CombatPage />
    </Queries>
  );
}
