import { Link } from '@tanstack/react-router';
import { User } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';

// MAP's file: replace it whole; the route passes the name.
export function CharacterPage({ name }: { name: string }) {
  return (
    <>
      <PageHead
        title={name}
        above={[
          <Link key="players" to="/players">
            Players
          </Link>,
        ]}
      />
      <EmptyState icon={User} title="Nothing is shown of a character yet" />
    </>
  );
}
