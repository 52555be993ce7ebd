import { createFileRoute } from '@tanstack/react-router';
import { UsersPage } from '../../users/UsersPage.tsx';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/admin/users')({ component: Users });

function Users() {
  return (
    <Queries>
      <UsersPage />
    </Queries>
  );
}
