import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { buttonClass } from '../ui/buttonClass.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';

export function NotFoundPage() {
  return (
    <>
      <PageHead title="Nothing here" />
      <EmptyState
        icon={Compass}
        title="No page has this address"
        why="The link may be old, or a letter is missing. The search above finds pages and characters by name."
      >
        <Link to="/" className={buttonClass({ kind: 'main' })}>
          Open the map
        </Link>
        <Link to="/players" className={buttonClass()}>
          Players
        </Link>
      </EmptyState>
    </>
  );
}
