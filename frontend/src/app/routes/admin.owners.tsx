import { createFileRoute } from '@tanstack/react-router';
import { OwnersPage } from '../../owners/OwnersPage.tsx';
import { readOwnersSearch } from '../../owners/search.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/admin/owners')({
  component: Owners,
  validateSearch: readOwnersSearch,
});

function Owners() {
  return (
    <Queries>
      <OwnersPage />
    </Queries>
  );
}
