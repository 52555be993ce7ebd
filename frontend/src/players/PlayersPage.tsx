import { Users } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';

// MAP's file: replace it whole.
export function PlayersPage() {
  return (
    <>
      <PageHead title="Players" />
      <EmptyState icon={Users} title="Nobody is listed yet" />
    </>
  );
}
