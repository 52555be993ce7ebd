import { createFileRoute } from '@tanstack/react-router';
import { PortalsPage } from '../../portals/PortalsPage.tsx';
import { keep } from '../keep.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/portal-log')({
  component: Page,
  validateSearch: keep('q', 'show', 'sort'),
});

function Page() {
  return (
    <Queries>
      <PortalsPage />
    </Queries>
  );
}
