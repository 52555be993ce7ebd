import { createFileRoute } from '@tanstack/react-router';
import { AccountPage } from '../../account/AccountPage.tsx';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/account')({ component: Account });

function Account() {
  return (
    <Queries>
      <AccountPage />
    </Queries>
  );
}
